import { CODE_LANGUAGES, type CodeLanguage, type CodeTest } from '../../domain/code-runner.ts'
import { InputError } from '../../domain/input-error.ts'
import type { FieldValue, Item } from '../../domain/item.ts'
import { preambleOf, programOf } from '../code/program-of.ts'
import type { MetricEntry } from '../metric-entry.ts'

const PROGRAMS = ['body', 'whole'] as const

/** 1 where the program passes the item's tests, which the prompt does not show; anything else it does is 0. */
export const pass: MetricEntry = {
  kind: 'discontinuous',
  level: 'trial',
  unit: 'fraction',
  description: "1 where the program passes the item's tests, run in the sandbox",
  needs: 'code',
  readsTargets: false,
  options: {
    language: {
      type: 'choice',
      required: true,
      allowed: CODE_LANGUAGES,
      description: 'the language that the program is run in',
    },
    program: {
      type: 'choice',
      required: true,
      allowed: PROGRAMS,
      description:
        "body: the answer goes on with the function that the item's prompt begins, or repeats it; whole: the answer is all of the program",
    },
  },
  taskProblem: ({ queries }) => {
    for (const item of queries) {
      const problem = itemProblem(item)
      if (problem !== undefined) return `item ${item.id} ${problem}`
    }
    return undefined
  },
  create: (options, { code }) => {
    const language: CodeLanguage = options.language === 'javascript' ? 'javascript' : 'python'
    const isBody = options.program === 'body'
    return {
      level: 'trial',
      name: 'pass',
      kind: 'discontinuous',
      unit: 'fraction',
      score: (answer, _targets, { item, report }) => {
        if (code === undefined) return undefined
        const asked = isBody ? bodyTest(item, answer, language) : wholeTest(item, answer, language)
        return code.test(asked).then(
          ({ state }) => (state === 'passed' ? 1 : 0),
          (error: unknown) => {
            // Tests that cannot run say nothing of the program.
            if (!(error instanceof InputError) || report === undefined) throw error
            report(error.message)
            return undefined
          },
        )
      },
    }
  },
}

function bodyTest(item: Item, answer: string, language: CodeLanguage): CodeTest {
  const { fields, input } = item
  const prompt = textOf(fields.prompt) ?? input
  const test = wholeTest(item, answer, language)
  const { entryPoint } = test
  const preamble = preambleOf(prompt, language, entryPoint)
  return {
    ...test,
    program: programOf({ language, prompt, answer, entryPoint }),
    helpers: test.helpers ?? (preamble.trim() === '' ? undefined : preamble),
  }
}

function wholeTest({ fields }: Item, answer: string, language: CodeLanguage): CodeTest {
  return {
    language,
    program: answer,
    helpers: textOf(fields.helpers),
    tests: textOf(fields.test) ?? '',
    entryPoint: textOf(fields.entry_point) ?? '',
  }
}

/** What keeps an item from being tested, in a phrase. */
function itemProblem({ fields }: Item): string | undefined {
  if (textOf(fields.test) === undefined) return 'has no field "test", a text or a list of texts'
  const entryPoint = textOf(fields.entry_point)
  if (entryPoint === undefined) return 'has no field "entry_point", the name of a function'
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(entryPoint)
    ? undefined
    : `has an entry_point ${JSON.stringify(entryPoint)} that is no name of a function`
}

/** A text, or the lines of a list of texts; undefined where there is none or it is blank. */
function textOf(value: FieldValue | undefined): string | undefined {
  const lines = Array.isArray(value) ? value : [value]
  if (!lines.every((line) => typeof line === 'string')) return undefined
  const text = lines.join('\n')
  return text.trim() === '' ? undefined : text
}
