import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CONCURRENCY, MAX_TOKENS, question, shown } from '../addition-work.ts'
import { installNode } from '../install.ts'
import { nodeWithSqlite } from '../node-with-sqlite.ts'
import type { Job, Reported, Tool } from '../tool.ts'

const PACKAGES = ['evalite@0.19.0', 'vitest@4.1.12', 'openai@7.57.0']

/** evalite. It sends nothing itself: its task calls the official client with that client's defaults. */
export const evalite: Tool = {
  name: 'evalite',
  label: 'evalite',
  slow: true,
  bare: false,
  alone: true,
  install: async () => {
    nodeWithSqlite(installNode('evalite', PACKAGES))
    return 'evalite 0.19.0'
  },
  prepare: async (job) => {
    const home = installNode('evalite', PACKAGES)
    const { folder } = job
    symlinkSync(join(home, 'node_modules'), join(folder, 'node_modules'))
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'job', private: true, type: 'module' }),
    )
    writeEval(job)
    return {
      command: {
        argv: [
          nodeWithSqlite(home),
          join(home, 'node_modules/evalite/dist/bin.js'),
          '--outputPath',
          'out.json',
        ],
        cwd: folder,
        env: { CI: '1' },
      },
      report: async () => report(job),
    }
  },
}

function writeEval({ folder, baseUrl, work }: Job): void {
  const rows = work.items.map(({ input, target }) => ({
    input: shown(work) + question(input),
    expected: target,
  }))
  writeFileSync(join(folder, 'items.json'), JSON.stringify(rows))
  writeFileSync(join(folder, 'evalite.config.ts'), `export default { maxConcurrency: ${CONCURRENCY} }\n`)
  writeFileSync(
    join(folder, 'addition.eval.ts'),
    `import { readFileSync } from 'node:fs'
import { evalite } from 'evalite'
import OpenAI from 'openai'

const client = new OpenAI({ baseURL: '${baseUrl}', apiKey: 'none' })

evalite('addition', {
  data: () => JSON.parse(readFileSync('items.json', 'utf8')),
  task: async (prompt) => {
    const { choices } = await client.completions.create({ model: 'm', prompt, max_tokens: ${MAX_TOKENS}, temperature: 0 })
    return choices[0]?.text ?? ''
  },
  scorers: [{ name: 'exact', scorer: ({ output, expected }) => (output.trim() === expected ? 1 : 0) }],
})
`,
  )
}

interface Output {
  readonly evals: readonly {
    readonly results: readonly { readonly scores: readonly { readonly score: number }[] }[]
  }[]
}

function report({ folder, work }: Job): Reported | undefined {
  const file = join(folder, 'out.json')
  if (!existsSync(file)) return undefined
  const { evals } = JSON.parse(readFileSync(file, 'utf8')) as Output
  const scores = evals.flatMap(({ results }) =>
    results.flatMap((result) => result.scores.map(({ score }) => score)),
  )
  const right = scores.filter((score) => score === 1).length
  return { right, wrong: scores.length - right, unscored: work.items.length - scores.length }
}
