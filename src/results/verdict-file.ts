import { CONTROLS, INSTRUCTIONS, RENDERINGS } from '../domain/factors.ts'
import { InputError, unknownName } from '../domain/input-error.ts'
import { VERDICT_COLUMNS, VERDICTS, type VerdictRow } from '../domain/verdict-row.ts'
import { csvText } from './csv-text.ts'
import { camelCase } from './key-case.ts'
import { readHeader, readRows } from './read-rows.ts'
import { writeAtomically } from './write-atomically.ts'

/** verdicts.csv's text: one row a curve, columns as `VERDICT_COLUMNS`. */
function verdictText(rows: readonly VerdictRow[]): string {
  return csvText([
    VERDICT_COLUMNS,
    ...rows.map((row) => VERDICT_COLUMNS.map((column) => row[memberOf(column)])),
  ])
}

/** Writes verdicts.csv whole or not at all. */
export async function writeVerdicts(path: string, rows: readonly VerdictRow[]): Promise<void> {
  await writeAtomically(path, [verdictText(rows)])
}

/**
 * The rows of a verdicts.csv. Further columns are let be.
 *
 * @throws InputError, with the line, for text that is no CSV, a column that is missing, or a cell that cannot be
 */
export async function readVerdicts(path: string): Promise<readonly VerdictRow[]> {
  const head = await readHeader(path)
  const missing = VERDICT_COLUMNS.find((column) => !head.includes(column))
  if (missing !== undefined) throw new InputError({ message: `has no column "${missing}"`, file: path })
  const rows: VerdictRow[] = []
  for await (const { cells } of readRows(path)) {
    const place = { file: path, line: rows.length + 2 }
    rows.push(rowOf(cellsOf((column) => cells[column] ?? '', place)))
  }
  return rows
}

type Column = (typeof VERDICT_COLUMNS)[number]

interface Place {
  readonly file: string
  /** No sentence has a line break: a row is a line. */
  readonly line: number
}

/** A row's cells as what they mean. */
function cellsOf(text: (column: Column) => string, place: Place) {
  const number = (column: Column): number => {
    const value = text(column) === '' ? Number.NaN : Number(text(column))
    if (Number.isFinite(value)) return value
    throw new InputError({ ...place, message: `${column} is "${text(column)}", not a number` })
  }
  return {
    text,
    number,
    optionalText: (column: Column) => (text(column) === '' ? undefined : text(column)),
    optionalNumber: (column: Column) => (text(column) === '' ? undefined : number(column)),
    oneOf: <T extends string>(column: Column, allowed: readonly T[]): T => {
      const found = allowed.find((value) => value === text(column))
      if (found !== undefined) return found
      throw new InputError(unknownName(column, text(column), allowed, place))
    },
  }
}

function rowOf({
  text,
  number,
  optionalText,
  optionalNumber,
  oneOf,
}: ReturnType<typeof cellsOf>): VerdictRow {
  return {
    source: text('source'),
    task: text('task'),
    metric: text('metric'),
    companion: optionalText('companion'),
    families: text('families'),
    rendering: oneOf('rendering', RENDERINGS),
    instruction: oneOf('instruction', INSTRUCTIONS),
    control: oneOf('control', CONTROLS),
    shots: number('shots'),
    sizes: number('sizes'),
    items: number('items'),
    verdict: oneOf('verdict', VERDICTS),
    rule: text('rule'),
    pApparent: optionalNumber('p_apparent'),
    pSharp: optionalNumber('p_sharp'),
    pAdjusted: optionalNumber('p_adjusted'),
    gapLow: optionalNumber('gap_low'),
    gapHigh: optionalNumber('gap_high'),
    share: optionalNumber('share'),
    shareLow: optionalNumber('share_low'),
    shareHigh: optionalNumber('share_high'),
    needed: optionalText('needed'),
    sentence: text('sentence'),
  }
}

type SnakeToCamel<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<SnakeToCamel<Tail>>}`
  : S

/** `gap_low` → `gapLow`: each column is the snake-case name of a member. */
function memberOf<C extends Column>(column: C): SnakeToCamel<C> {
  return camelCase(column) as SnakeToCamel<C>
}
