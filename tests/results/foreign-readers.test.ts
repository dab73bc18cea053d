import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LEADING_COLUMNS, type Result, TRAILING_COLUMNS } from '../../src/domain/result.ts'
import { readRows } from '../../src/results/read-rows.ts'
import { openTrialsFile } from '../../src/results/trials-file.ts'
import { describeWith, pathOf } from '../real-parts.ts'
import { documentedCode } from './documented-code.ts'
import { CARRIAGE_RETURNS, HOSTILE_ANSWERS, UNSTORABLE_ANSWERS } from './hostile-answers.ts'

/** Enough rows of digits that a reader which guesses types from the first ones has made up its mind. */
const ARITHMETIC_ROWS = 30_000
const SCORES = ['score_exact_match', 'score_digit_accuracy']
const NUMBERS = [
  ...['parameters', 'active_parameters', 'shots', 'draw', 'repeat', ...SCORES],
  ...['prompt_tokens', 'completion_tokens', 'cached_tokens', 'latency_ms', 'cost_usd', 'attempts'],
]
const TEXTS = [...LEADING_COLUMNS, ...TRAILING_COLUMNS].filter((column) => !NUMBERS.includes(column))

/** Cells by column, as text; empty where unknown. */
type Table = Record<string, string[]>

/** A trials.csv where the page says that it is, and what our own reader sees in it. */
interface TrialsFixture {
  readonly folder: string
  readonly ours: Table
}

const FIXTURES = {
  'numbers alone': () => arithmetic(),
  'numbers, then any text': function* () {
    yield* arithmetic()
    yield* hostile()
  },
} as const
type FixtureName = keyof typeof FIXTURES
const NAMES = Object.keys(FIXTURES) as FixtureName[]
const made = new Map<FixtureName, TrialsFixture>()

beforeAll(async () => {
  for (const name of NAMES) made.set(name, await makeFixture(FIXTURES[name]()))
})
afterAll(() => {
  for (const { folder } of made.values()) rmSync(folder, { recursive: true, force: true })
})

async function makeFixture(results: Iterable<Result>): Promise<TrialsFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'icl-readers-'))
  mkdirSync(join(folder, 'results/quickstart'), { recursive: true })
  const path = join(folder, 'results/quickstart/trials.csv')
  const file = await openTrialsFile(path, SCORES)
  for (const result of results) file.append(result)
  await file.close()
  const ours: Table = {}
  for await (const { cells } of readRows(path)) {
    for (const [column, cell] of Object.entries(cells)) {
      ours[column] ??= []
      ours[column].push(cell)
    }
  }
  return { folder, ours }
}

function fixture(name: FixtureName): TrialsFixture {
  const found = made.get(name)
  if (found === undefined) throw new Error(`no fixture ${name}`)
  return found
}

/** Answers and ids of digits with leading zeros, a group that reads as a truth value, and no cell in quotes. */
function* arithmetic(): Generator<Result> {
  for (let row = 0; row < ARITHMETIC_ROWS; row++) {
    const sum = String((row * 7919) % 10_000).padStart(3, '0')
    const item = String(row % 200).padStart(3, '0')
    yield result(row, {
      item,
      group: 'T',
      taskVersion: '1.10',
      response: ` ${sum}`,
      answer: sum,
      target: sum,
    })
  }
}

function* hostile(): Generator<Result> {
  let row = ARITHMETIC_ROWS
  for (const text of [...HOSTILE_ANSWERS, ...CARRIAGE_RETURNS])
    yield result(row++, { ...everyText(text), scores: {}, latencyMs: undefined, promptTokens: undefined })
  yield result(row++, { answer: '1', likelihoods: likelihoodsOf('1'), scores: { score_exact_match: -1.25 } })
  for (const text of UNSTORABLE_ANSWERS)
    yield result(row++, { response: text, reasoning: text, answer: text, likelihoods: likelihoodsOf(text) })
}

/** Scored texts, as the JSON of a cell. */
function likelihoodsOf(text: string): Result['likelihoods'] {
  return [{ text, logProbability: -0.1234567890123456, tokens: 2, greedy: false, unconditional: -3 }]
}

/** One text in every column that can hold any. */
function everyText(text: string): Partial<Result> {
  return {
    ...{ model: text, family: text, quantization: text, servedModel: text, task: text, taskVersion: text },
    ...{ group: text, item: text, finishReason: text, response: text, reasoning: text, answer: text },
    ...{ target: text, error: text, likelihoods: likelihoodsOf(text) },
  }
}

function result(row: number, overrides: Partial<Result>): Result {
  return {
    trialKey: row.toString(16).padStart(32, '0'),
    model: 'm',
    provider: 'p',
    engine: 'engine 1',
    family: 'F',
    parameters: 1.5e9,
    tuning: 'base',
    task: 'add-4-digit',
    taskVersion: '1',
    rendering: 'raw',
    instruction: 'off',
    control: 'gold',
    sampling: 'shared',
    shots: row % 5,
    draw: 0,
    repeat: 0,
    item: 'q1',
    outcome: 'ok',
    finishReason: 'stop',
    target: '1',
    scores: { score_exact_match: row % 2, score_digit_accuracy: (row % 7) / 7 },
    promptTokens: 12,
    completionTokens: 3,
    latencyMs: 12.5,
    attempts: 1,
    finishedAt: '2026-01-01T00:00:00.000Z',
    ...overrides,
  }
}

test('every text stands in the file', () => {
  const { ours } = fixture('numbers, then any text')
  expect(ours.answer?.slice(ARITHMETIC_ROWS)).toEqual([
    ...HOSTILE_ANSWERS,
    ...CARRIAGE_RETURNS,
    '1',
    ...UNSTORABLE_ANSWERS.map((text) => JSON.stringify(text)),
  ])
  expect(Object.keys(ours).toSorted()).toEqual([...TEXTS, ...NUMBERS].toSorted())
})

describeWith(['python-readers'], 'pandas, as documented', () => {
  test.each(NAMES)('reads texts exactly and scores as numbers: %s', { timeout: 60_000 }, async (name) => {
    const { folder, ours } = fixture(name)
    const theirs = await readWithPython(
      folder,
      `${documentedCode('python')}
columns = list(trials)
texts = {name: trials[name].tolist() for name in ${JSON.stringify(TEXTS)}}
numbers = {name: [None if pd.isna(score) else score for score in trials[name].tolist()] for name in ${JSON.stringify(SCORES)}}
`,
    )
    expectSame(ours, theirs)
  })
})

describeWith(['python-readers'], 'DuckDB, as documented', () => {
  test.each(NAMES)('reads texts exactly and scores as numbers: %s', { timeout: 60_000 }, async (name) => {
    const { folder, ours } = fixture(name)
    const theirs = await readWithPython(
      folder,
      `import duckdb
duckdb.sql(${JSON.stringify(documentedCode('sql'))})
def cells(expression):
    return [row[0] for row in duckdb.sql(f"SELECT {expression} FROM trials").fetchall()]
columns = duckdb.sql("SELECT * FROM trials").columns
texts = {name: ["" if cell is None else cell for cell in cells(f'"{name}"')] for name in ${JSON.stringify(TEXTS)}}
numbers = {name: cells(f"{name}::DOUBLE") for name in ${JSON.stringify(SCORES)}}
`,
    )
    expectSame(ours, theirs)
  })
})

describeWith(['Rscript'], 'R, as documented', () => {
  // A session without UTF-8 must read the same.
  const cases = NAMES.flatMap((name) => ['C.UTF-8', 'C'].map((locale) => ({ name, locale })))
  test.each(cases)(
    'reads texts exactly but for carriage returns, scores as numbers: $name, locale $locale',
    { timeout: 60_000 },
    async ({ name, locale }) => {
      const { folder, ours } = fixture(name)
      expectSame(ours, await readWithR(folder, locale), (cell) => cell.replace(/\r\n?/g, '\n'))
    },
  )
})

describe('the documented code', () => {
  test('is where the page says', () => {
    expect(documentedCode('python')).toContain('pd.read_csv("results/quickstart/trials.csv"')
    expect(documentedCode('sql')).toContain("read_csv('results/quickstart/trials.csv'")
    expect(documentedCode('r')).toContain('read.csv("results/quickstart/trials.csv"')
  })
})

/** What another reader saw. */
interface Read {
  /** The names in the header. */
  readonly columns: readonly string[]
  readonly texts: Table
  readonly numbers: Record<string, (number | null)[]>
}

/** Runs Python code that leaves `columns`, `texts` and `numbers`. */
async function readWithPython(folder: string, code: string): Promise<Read> {
  const script = `${code}
import json
with open("read.json", "w", encoding="utf-8") as out:
    json.dump({"columns": columns, "texts": texts, "numbers": numbers}, out)
`
  writeFileSync(join(folder, 'read.py'), script)
  await run(folder, 'python-readers', ['read.py'])
  return JSON.parse(readFileSync(join(folder, 'read.json'), 'utf8'))
}

/** Runs the documented R code and writes each column as cells that end in a NUL, which no cell holds. */
async function readWithR(folder: string, locale: string): Promise<Read> {
  const script = `${documentedCode('r')}
writeBin(names(trials), "columns.bin")
for (name in names(trials)) {
  cells <- trials[[name]]
  if (is.character(cells)) stopifnot(!anyNA(cells)) else stopifnot(startsWith(name, "score_"))
  writeBin(if (is.character(cells)) enc2utf8(cells) else sprintf("%.17g", cells), paste0(name, ".bin"), useBytes = TRUE)
}
`
  writeFileSync(join(folder, 'read.R'), script)
  await run(folder, 'Rscript', ['--vanilla', 'read.R'], { LC_ALL: locale })
  const cells = (name: string): string[] =>
    readFileSync(join(folder, `${name}.bin`), 'utf8')
      .split('\0')
      .slice(0, -1)
  const scores = (name: string) => cells(name).map((cell) => (cell === 'NA' ? null : Number(cell)))
  return {
    columns: cells('columns'),
    texts: Object.fromEntries(TEXTS.map((name) => [name, cells(name)])),
    numbers: Object.fromEntries(SCORES.map((name) => [name, scores(name)])),
  }
}

async function run(
  folder: string,
  part: 'python-readers' | 'Rscript',
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  await promisify(execFile)(pathOf(part), args, { cwd: folder, env: { ...process.env, ...env } })
}

/** Compares cell by cell, and shows the first cells of a column that differ: a whole column fills a screen. */
function expectSame(ours: Table, theirs: Read, seen: (cell: string) => string = (cell) => cell): void {
  expect(theirs.columns).toEqual(Object.keys(ours))
  for (const column of TEXTS) {
    const expected = (ours[column] ?? []).map(seen)
    const found = theirs.texts[column] ?? []
    const different = [...expected.keys()].filter((row) => found[row] !== expected[row]).slice(0, 5)
    const at = (cells: readonly string[]) => different.map((row) => cells[row]?.slice(0, 80))
    expect({ column, rows: found.length, cells: at(found) }).toEqual({
      column,
      rows: expected.length,
      cells: at(expected),
    })
  }
  for (const column of SCORES)
    expect(theirs.numbers[column]).toEqual(
      (ours[column] ?? []).map((cell) => (cell === '' ? null : Number(cell))),
    )
}
