import { existsSync } from 'node:fs'
import { CONTROLS, INSTRUCTIONS, RENDERINGS, SAMPLINGS, TUNINGS } from '../domain/factors.ts'
import { InputError } from '../domain/input-error.ts'
import { POINT_COLUMNS, type Point } from '../domain/point.ts'
import { camelCase } from './key-case.ts'
import { type ScannedRow, scanRows } from './scan-rows.ts'

/** Columns that hold any text. */
const TEXTS = [
  'source',
  'task',
  'metric',
  'model',
  'provider',
  'engine',
  'family',
  'quantization',
  'ci_method',
  'stopped',
]

/** Columns that hold one of some names; all others hold numbers. */
const NAMES: { readonly [column: string]: readonly string[] } = {
  metric_kind: ['discontinuous', 'continuous'],
  tuning: TUNINGS,
  rendering: RENDERINGS,
  instruction: INSTRUCTIONS,
  control: CONTROLS,
  sampling: SAMPLINGS,
}

/** Columns without which there is no point. */
const NEEDED = ['task', 'metric', 'model', 'shots', 'score']

/** What an imported curve need not say. */
const DEFAULTS = {
  source: 'run',
  metricKind: 'discontinuous',
  provider: '',
  engine: '',
  family: '',
  rendering: 'raw',
  instruction: 'off',
  control: 'gold',
  sampling: 'shared',
  draws: 1,
  repeats: 1,
  items: 0,
  trials: 0,
  failed: 0,
  skipped: 0,
  refused: 0,
  empty: 0,
  truncated: 0,
  unparsed: 0,
  itemsDropped: 0,
  maximum: 1,
} as const

/**
 * The points of a curve.csv, in file order. An empty cell is unknown; columns that this version does not know are
 * passed over.
 *
 * @throws InputError when there is no such file, it is not a curve.csv, or a cell has no place in it
 */
export async function readCurve(path: string): Promise<Point[]> {
  if (!existsSync(path))
    throw new InputError({ message: 'there is no curve.csv', file: path, hint: 'icl curves makes it' })
  const points: Point[] = []
  for await (const { header, rows } of scanRows(path)) {
    const missing = NEEDED.filter((column) => !header.includes(column))
    if (missing.length > 0)
      throw new InputError({ message: `is not a curve.csv: no column ${missing.join(', ')}`, file: path })
    for (const row of rows) points.push(pointOfRow(header, row, { file: path, line: points.length + 2 }))
  }
  return points
}

function pointOfRow(
  header: readonly string[],
  row: ScannedRow,
  place: { readonly file: string; readonly line: number },
): Point {
  const known: readonly string[] = POINT_COLUMNS
  const cells = header.flatMap((column, index) => {
    const text = row.text(index)
    return text === '' || !known.includes(column)
      ? []
      : [[camelCase(column), cellValue(column, text, place)] as const]
  })
  return { ...DEFAULTS, ...Object.fromEntries(cells) } as Point
}

function cellValue(
  column: string,
  text: string,
  place: { readonly file: string; readonly line: number },
): string | number {
  if (TEXTS.includes(column)) return text
  const allowed = NAMES[column]
  if (allowed !== undefined) {
    if (allowed.includes(text)) return text
    throw new InputError({ message: `${column} is "${text}"`, allowed, ...place })
  }
  const value = Number(text)
  if (Number.isFinite(value)) return value
  throw new InputError({ message: `${column} is "${text}", not a number`, ...place })
}
