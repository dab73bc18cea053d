import type { RowFilter } from '../../domain/data-source.ts'
import type { ImportedScore } from '../../domain/imported-score.ts'
import { InputError, type Problem } from '../../domain/input-error.ts'
import { nearestName } from '../../domain/nearest.ts'
import { filterRecords } from '../filter-records.ts'
import type { ItemRecord, Place } from '../item-record.ts'
import { lastRecords } from './last-records.ts'
import type { ReadScores } from './read-scores.ts'
import { SCORE_KEYS, type ScoreFields, type ScoreKey } from './score-keys.ts'
import { scoreOfFields } from './score-of-fields.ts'
import type { ScoreTables } from './score-tables.ts'

/** How the rows of files become scores. */
export interface CollectOptions {
  /** Columns by key; a column that has a key's own name needs none. */
  readonly map: { readonly [key in ScoreKey]?: string }
  /** Values for rows that tell none. */
  readonly set: ScoreFields
  /** Rows to keep, by column. */
  readonly where: RowFilter
  /** Of rows that differ in this column alone, the one with the greatest number is kept. */
  readonly last?: string | undefined
  readonly tables: ScoreTables
}

/** Scores, and what became of the rows. */
export interface CollectedScores {
  readonly scores: readonly ImportedScore[]
  /** Rows of all files, those that `where` and the choice of metrics kept, and those that `last` left out of these. */
  readonly rows: { readonly read: number; readonly kept: number; readonly notLast: number }
  /** Columns that stand for keys, written or of the key's own name. */
  readonly columns: { readonly [key in ScoreKey]?: string }
  /** Further metrics of BIG-bench tasks, which are taken where `where` asks for them. */
  readonly notPreferred: readonly string[]
}

/**
 * Makes scores of the rows of all files. What a table beside them tells counts first, then the row, then `set`, then
 * what a model's name says of its size.
 *
 * @throws InputError with every bad row, each with its line
 */
export function collectScores(files: readonly ReadScores[], options: CollectOptions): CollectedScores {
  const all = files.flatMap(({ records }) => records)
  const problems = files.flatMap((file) => file.problems)
  const columns = columnsOf(all, options.map)
  const chosen = preferred(files, options)
  const kept = Object.keys(options.where).length === 0 ? chosen : filterRecords(chosen, options.where)
  const values = (record: ItemRecord): ScoreFields => fieldsOf(record, columns, options)
  const latest =
    options.last === undefined ? kept : lastRecords(kept, options.last, (record) => placeOf(values(record)))
  const scores: Located[] = []
  for (const record of latest) {
    const fields = values(record)
    const found = scoreOfFields(fields)
    if ('score' in found)
      scores.push({ score: found.score, checkpoint: fields.checkpoint, place: record.place })
    else problems.push(...found.problems.map((problem) => ({ ...record.place, ...problem })))
  }
  const named = withCheckpoints(scores)
  problems.push(...repeated(named))
  if (all.length === 0 && problems.length === 0) problems.push({ message: 'found no scores' })
  const [first, ...others] = problems
  if (first !== undefined) throw new InputError(first, ...others)
  return {
    scores: named.map(({ score }) => score),
    rows: { read: all.length, kept: kept.length, notLast: kept.length - latest.length },
    columns,
    notPreferred: chosen.length === all.length ? [] : [...metricsOf(all).difference(metricsOf(chosen))],
  }
}

interface Located {
  readonly score: ImportedScore
  readonly checkpoint: string | undefined
  readonly place: Place
}

function columnsOf(records: readonly ItemRecord[], map: CollectOptions['map']): CollectOptions['map'] {
  const known = new Set(records.flatMap(({ fields }) => Object.keys(fields)))
  const missing = Object.entries(map).filter(([, column]) => !known.has(column))
  const [first, ...others] = missing.map(
    ([key, column]): Problem => ({
      message: `--map ${key}=${column}: there is no column "${column}"`,
      nearest: nearestName(column, known),
      allowed: [...known],
    }),
  )
  if (first !== undefined && records.length > 0) throw new InputError(first, ...others)
  const named = SCORE_KEYS.filter((key) => known.has(key)).map((key) => [key, key])
  return { ...Object.fromEntries(named), ...map }
}

/** Of BIG-bench's metrics the preferred one of each task, unless `where` chooses. */
function preferred(files: readonly ReadScores[], { where }: CollectOptions): readonly ItemRecord[] {
  const asked = Object.hasOwn(where, 'metric') || Object.hasOwn(where, 'preferred')
  return files.flatMap(({ format, records }) =>
    format === 'bigbench' && !asked ? records.filter(({ fields }) => fields.preferred === 'yes') : records,
  )
}

function metricsOf(records: readonly ItemRecord[]): Set<string> {
  return new Set(records.map(({ fields }) => String(fields.metric)))
}

function fieldsOf(
  { fields }: ItemRecord,
  columns: CollectOptions['map'],
  { set, tables }: CollectOptions,
): ScoreFields {
  const row: ScoreFields = Object.fromEntries(
    Object.entries(columns).flatMap(([key, column]) => {
      const text = String(fields[column] ?? '').trim()
      return text === '' ? [] : [[key, text]]
    }),
  )
  const told = { ...set, ...row }
  return {
    ...told,
    ...(told.model === undefined ? {} : tables.ofModel(told.model)),
    ...(told.task === undefined ? {} : tables.ofTask(told.task, told.metric)),
  }
}

/** What one score is about, its checkpoint aside. */
function placeOf({ model, family, quantization, tuning, task, metric, shots }: About): string {
  return [model, family, quantization, tuning, task, metric, shots].join('\u0000')
}

type About = {
  readonly [key in 'model' | 'family' | 'quantization' | 'tuning' | 'task' | 'metric']?: string | undefined
} & { readonly shots?: string | number | undefined }

/** A model of which several checkpoints were scored is that many models: `pythia-160m@step1000`. */
function withCheckpoints(scores: readonly Located[]): readonly Located[] {
  const checkpoints = Map.groupBy(scores, ({ score }) => score.model)
  return scores.map((one) => {
    const { score, checkpoint } = one
    const several = new Set(checkpoints.get(score.model)?.map((other) => other.checkpoint)).size > 1
    return several && checkpoint !== undefined
      ? { ...one, score: { ...score, model: `${score.model}@${checkpoint}` } }
      : one
  })
}

/** Scores of which two or more are about the same. */
function repeated(scores: readonly Located[]): readonly Problem[] {
  const same = Map.groupBy(scores, ({ score }) => placeOf(score))
  return [...same.values()].flatMap((members): Problem[] => {
    const [first, second] = members
    if (first === undefined || second === undefined) return []
    const { model, task, metric, shots } = first.score
    const before = first.place.line === undefined ? (first.place.file ?? '') : `line ${first.place.line}`
    return [
      {
        ...second.place,
        message: `${model} has ${members.length} scores of ${metric} on ${task} at ${shots} shots, the first in ${before}`,
        hint: 'name what tells them apart with --map checkpoint=COLUMN, or keep one with --last COLUMN or --where COLUMN=VALUE',
      },
    ]
  })
}
