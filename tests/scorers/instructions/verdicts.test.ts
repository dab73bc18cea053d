import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { INSTRUCTIONS } from '../../../src/scorers/instructions/instructions.ts'
import { LANGUAGE_PROFILES } from '../../../src/scorers/instructions/language-profiles.ts'
import { describeWith, pathOf } from '../../real-parts.ts'
import { profilesText, punktModule, readLearned } from './data-modules.ts'
import { OWN_INSTRUCTIONS, OWN_RESPONSES } from './own-cases.ts'
import { type Case, differences, originalVerdicts, type Verdicts } from './reference.ts'

const MINUTES = 60_000
const RECORDED = join(import.meta.dirname, 'own-verdicts.txt')

const ids = OWN_INSTRUCTIONS.map(([id]) => id)
const own = OWN_RESPONSES.map(
  (response): Case => ({
    instruction_id_list: ids,
    kwargs: OWN_INSTRUCTIONS.map(([, kwargs]) => kwargs),
    response,
  }),
)

/** A line for each response: strict, a space, loose. */
function readRecorded(): readonly Verdicts[] {
  const lines = readFileSync(RECORDED, 'utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const [strict = '', loose = ''] = line.split(' ')
    return [strict, loose]
  })
}

/** Both verdicts of a type, in both modes, are among those of the original. */
function expectBothVerdicts(cases: readonly Case[], verdicts: readonly Verdicts[], types: readonly string[]) {
  const seen = new Set(
    cases.flatMap(({ instruction_id_list }, index) =>
      instruction_id_list.flatMap((id, place) =>
        ['strict', 'loose'].map((mode, which) => `${id} ${mode} ${verdicts[index]?.[which]?.[place]}`),
      ),
    ),
  )
  const wanted = types.flatMap((id) =>
    ['strict +', 'strict -', 'loose +', 'loose -'].map((mark) => `${id} ${mark}`),
  )
  expect(wanted.filter((mark) => !seen.has(mark))).toEqual([])
}

describe('verdicts on our own responses', () => {
  const recorded = readRecorded()

  test('are those of the Python original, as recorded', () => {
    expect(recorded).toHaveLength(own.length)
    expect(own.flatMap((each, index) => differences(each, recorded[index] ?? ['', '']))).toEqual([])
  })

  test('go both ways for each of the 25 types, strict and loose', () => {
    const types = Object.keys(INSTRUCTIONS).filter((id) => !id.startsWith('dialogue:'))
    expect(types).toHaveLength(25)
    expectBothVerdicts(own, recorded, types)
  })
})

describeWith(['python-ifeval'], 'the Python original', () => {
  test('says what is recorded', { timeout: 8 * MINUTES }, () => {
    const verdicts = originalVerdicts(own)
    // To record anew after a change of own-cases.ts: ICL_RECORD=1 npx vitest run tests/scorers/instructions
    if (process.env.ICL_RECORD === '1')
      writeFileSync(RECORDED, verdicts.map((each) => `${each.join(' ')}\n`).join(''))
    expect(readRecorded()).toEqual(verdicts)
  })

  test('learned what our data modules hold', { timeout: 2 * MINUTES }, () => {
    const learned = readLearned()
    const source = resolve(import.meta.dirname, '../../../src/scorers/instructions/punkt-english.ts')
    expect(punktModule(learned)).toBe(readFileSync(source, 'utf8'))
    expect(brotliDecompressSync(Buffer.from(LANGUAGE_PROFILES, 'base64')).toString()).toBe(
      profilesText(learned),
    )
  })
})

interface SharedItem {
  readonly id: string
  readonly input: string
  readonly meta: Omit<Case, 'response'>
}

interface ModelResponse {
  readonly id: string
  readonly response: string
}

function readLines<T>(path: string): T[] {
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T)
}

/** Changes that turn verdicts which models seldom earn. */
const CHANGES: readonly ((text: string, { input, meta }: SharedItem) => string)[] = [
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase().replaceAll(',', ''),
  (text) => `"${text}"\n******\n"${text.slice(0, 40)}"`,
  (text, { input }) => `${input}\n\n${text}`,
  (text) =>
    `<<A title>>\n* one [name]\n* **two** [place]\n- three\n${text}\nP.S. Done. P.P.S. Any other questions?`,
  (text) => JSON.stringify({ text }),
  (text) => `My answer is no.\n***\nSection 1 ${text}\nSection 2 SECTION 3\n***\nPARAGRAPH 4`,
  (text, { meta }) => paragraphsFor(meta) ?? `Here you are:\n${text}\nGoodbye`,
]

function paragraphsFor({ kwargs }: SharedItem['meta']): string | undefined {
  for (const { num_paragraphs, nth_paragraph, first_word } of kwargs as Record<string, unknown>[])
    if (typeof num_paragraphs === 'number' && nth_paragraph !== undefined)
      return Array.from({ length: num_paragraphs }, (_, n) =>
        n + 1 === nth_paragraph ? `${first_word}, she said.` : 'More.',
      ).join('\n\n')
  return undefined
}

describeWith(['python-ifeval', 'shared'], 'verdicts on the 541 prompts of IFEval', () => {
  const file = join(pathOf('shared'), 'data/tasks/ifeval_en.jsonl')

  test('are those of the original on 260 answers of two models, and 541 changed ones', {
    timeout: 8 * MINUTES,
  }, () => {
    const items = readLines<SharedItem>(file)
    const byId = new Map(items.map((item) => [item.id, item]))
    const answers = readLines<ModelResponse>(join(import.meta.dirname, 'model-responses.jsonl'))
    const caseOf = (id: string, change: (text: string, item: SharedItem) => string, text: string): Case => {
      const item = byId.get(id)
      if (item === undefined) throw new Error(`no item ${id}`)
      return { ...withoutChance(item.meta), response: change(text, item) }
    }
    const cases = [
      ...answers.map(({ id, response }) => caseOf(id, (text) => text, response)),
      ...items.map(({ id }, index) =>
        caseOf(
          id,
          CHANGES[index % CHANGES.length] ?? ((text) => text),
          answers[index % answers.length]?.response ?? '',
        ),
      ),
    ]
    expect(cases).toHaveLength(801)
    const verdicts = originalVerdicts(cases)
    expect(cases.flatMap((each, index) => differences(each, verdicts[index] ?? ['', '']))).toEqual([])
  })
})

/** Without instructions whose letter is none: for those the original draws a letter by chance. */
function withoutChance({ instruction_id_list, kwargs }: SharedItem['meta']): SharedItem['meta'] {
  const kept = instruction_id_list.flatMap((id, place) => {
    const { letter } = (kwargs[place] ?? {}) as { letter?: string }
    return letter === undefined || /^[a-z]$/i.test(letter) ? [[id, kwargs[place] ?? {}] as const] : []
  })
  return { instruction_id_list: kept.map(([id]) => id), kwargs: kept.map(([, given]) => given) }
}
