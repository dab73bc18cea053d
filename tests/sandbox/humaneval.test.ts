import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CodeLanguage } from '../../src/domain/code-runner.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { describeWith, pathOf } from '../real-parts.ts'
import { testSandbox } from './fixtures.ts'

interface Line {
  readonly id: string
  readonly prompt: string
  readonly target: string
  readonly test: string
  readonly entry_point: string
  readonly meta: { readonly solution_verified?: boolean }
}

/** `npm test` takes every twelfth item. */
const STEP = process.env.ICL_REQUIRE_ALL === '1' ? 1 : 12

/** The empty body of a function, and what the prompt defines beside it. */
const LANGUAGES: Readonly<
  Record<CodeLanguage, { empty: string; helpers: (prompt: string) => string; count: number }>
> = {
  python: { empty: '    pass\n', helpers: (prompt) => `${prompt}    pass\n`, count: 164 },
  javascript: { empty: '}\n', helpers: () => '', count: 151 },
}

describeWith(['shared'], 'HumanEval', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await testSandbox()
  }, 120_000)
  afterAll(() => sandbox.close())

  test.each(['python', 'javascript'] as const)(
    '%s: every reference passes, every emptied body fails',
    { timeout: 300_000 },
    async (language) => {
      const { empty, helpers, count } = LANGUAGES[language]
      const verified = linesOf(language).filter(({ meta }) => meta.solution_verified !== false)
      expect(verified).toHaveLength(count)
      const lines = verified.filter((_, place) => place % STEP === 0)
      const verdicts = await Promise.all(
        lines.map(async ({ id, prompt, target, test: tests, entry_point: entryPoint }) => {
          const asked = { language, helpers: helpers(prompt), tests, entryPoint }
          const reference = sandbox.test({ ...asked, program: prompt + target })
          const emptied = sandbox.test({ ...asked, program: prompt + empty })
          return [id, (await reference).state, (await emptied).state === 'passed']
        }),
      )
      expect(verdicts).toEqual(lines.map(({ id }) => [id, 'passed', false]))
    },
  )
})

function linesOf(language: CodeLanguage): Line[] {
  const file = join(pathOf('shared'), 'data/tasks', `humaneval_${language}.jsonl`)
  const text = readFileSync(file, 'utf8').trim()
  return text.split('\n').map((line) => JSON.parse(line) as Line)
}
