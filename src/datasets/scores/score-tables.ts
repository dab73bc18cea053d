import { InputError, type Problem, unknownName } from '../../domain/input-error.ts'
import type { ItemRecord } from '../item-record.ts'
import { readCsv } from '../read-csv.ts'
import { MODEL_KEYS, type ScoreFields, type ScoreKey, TASK_KEYS } from './score-keys.ts'

/** What is told of models and of tasks in tables beside the scores. */
export interface ScoreTables {
  /** Of the row's model; undefined where the table has none of this name. */
  ofModel(model: string): ScoreFields | undefined
  /** Of the row's task and metric: what is told of both, then of the task, then of the metric. */
  ofTask(task: string, metric: string | undefined): ScoreFields | undefined
  /** Whether some row tells a key. */
  tells(key: ScoreKey): boolean
}

/** A table and where it stands. */
export interface TableText {
  readonly text: string
  readonly file: string
}

/**
 * The tables of `--sizes` (a column `model`) and `--tasks` (a column `task`, perhaps `metric`; a row may leave one of
 * these empty and is then of all); other columns are keys.
 *
 * @throws InputError with every bad line
 */
export function scoreTables(sizes: TableText | undefined, tasks: TableText | undefined): ScoreTables {
  const models: Table = sizes === undefined ? new Map() : readTable(sizes, ['model'], MODEL_KEYS)
  const known: Table = tasks === undefined ? new Map() : readTable(tasks, ['task', 'metric'], TASK_KEYS)
  return {
    ofModel: (model) => models.get(nameOf([model])),
    ofTask: (task, metric) => {
      const ofTask = known.get(nameOf([task, '']))
      if (metric === undefined) return ofTask
      return { ...known.get(nameOf(['', metric])), ...ofTask, ...known.get(nameOf([task, metric])) }
    },
    tells: (key) => [...models.values(), ...known.values()].some((values) => values[key] !== undefined),
  }
}

type Table = ReadonlyMap<string, ScoreFields>

/** A row has one of the names, or all. */
function readTable({ text, file }: TableText, names: readonly string[], keys: readonly ScoreKey[]): Table {
  const { records, problems } = readCsv(text, file)
  const [first = ''] = names
  const header = Object.keys(records[0]?.fields ?? {})
  const all: Problem[] = [...problems, ...headerProblems(header, { file, line: 1 }, names, keys)]
  if (records.length === 0 && all.length === 0) all.push({ file, message: 'found no rows' })
  const table = new Map<string, ScoreFields>()
  for (const record of records) {
    const { fields, place } = record
    const key = nameOf(names.map((name) => textOf(fields[name]) ?? ''))
    if (names.every((name) => textOf(fields[name]) === undefined))
      all.push({ ...place, message: `found no ${first}` })
    else if (table.has(key))
      all.push({
        ...place,
        message: `names ${names
          .flatMap((name) => textOf(fields[name]) ?? [])
          .map((name) => `"${name}"`)
          .join(', ')} twice`,
      })
    table.set(key, valuesOf(record, keys))
  }
  const [problem, ...others] = all
  if (problem !== undefined) throw new InputError(problem, ...others)
  return table
}

function headerProblems(
  header: readonly string[],
  place: { readonly file: string; readonly line: number },
  names: readonly string[],
  keys: readonly string[],
): readonly Problem[] {
  const allowed = [...names, ...keys]
  const [first = ''] = names
  return [
    ...header
      .filter((name) => !allowed.includes(name))
      .map((name) => unknownName('column', name, allowed, place)),
    ...(header.length > 0 && !names.some((name) => header.includes(name))
      ? [{ ...place, message: `there is no column ${first}` }]
      : []),
  ]
}

function valuesOf({ fields }: ItemRecord, keys: readonly ScoreKey[]): ScoreFields {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const text = textOf(fields[key])
      return text === undefined ? [] : [[key, text]]
    }),
  )
}

/** A cell's text; an empty cell tells nothing. */
function textOf(cell: unknown): string | undefined {
  const text = typeof cell === 'string' ? cell.trim() : ''
  return text === '' ? undefined : text
}

function nameOf(parts: readonly string[]): string {
  return parts.join('\u0000')
}
