import type { RowFilter } from '../../domain/data-source.ts'
import type { ImportedScore } from '../../domain/imported-score.ts'
import { InputError, type Problem } from '../../domain/input-error.ts'
import { filterRecords } from '../filter-records.ts'
import type { ItemRecord, Place } from '../item-record.ts'
import { lastRecords } from './last-records.ts'
import { isLessBetter, lossUnitOf } from './losses.ts'
import type { ReadScores } from './read-scores.ts'
import { isBlank, rowValues, type ScoreColumns, scoreColumns } from './score-columns.ts'
import type { ScoreFields } from './score-keys.ts'
import { scoreOfFields } from './score-of-fields.ts'
import type { ScoreTables } from './score-tables.ts'

/** How the rows of files become scores. */
export interface CollectOptions {
  /** A column that has a key's own name needs none. */
  readonly map: ScoreColumns
  /** Values for rows that tell none. */
  readonly set: ScoreFields
  /** Rows to keep, by column. */
  readonly where: RowFilter
  /** Of rows that differ in this column alone, the one with the greatest number is kept. */
  readonly last?: string | undefined
  readonly tables: ScoreTables
  /** Metrics that are taken although they are not BIG-bench's preferred ones: companions of these. */
  readonly companions?: readonly string[] | undefined
}

/** Scores, and what became of the rows. */
export interface CollectedScores {
  readonly scores: readonly ImportedScore[]
  /** Rows of all files, those that `where` and the choice of metrics kept, and those that `last` left out of these. */
  readonly rows: { readonly read: number; readonly kept: number; readonly notLast: number }
  /** Rows that tell no score, by their places. */
  readonly withoutScore: readonly Place[]
  /** Metrics of which less is better, by their names, and which no `loss_unit` makes a score. */
  readonly lessIsBetter: readonly string[]
  /** Columns that stand for keys, written or of the key's own name. */
  readonly columns: ScoreColumns
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
  const sources = files.map((file) => ({ ...file, records: file.records.filter((row) => !isBlank(row)) }))
  const all = sources.flatMap(({ records }) => records)
  const problems = files.flatMap((file) => file.problems)
  const { set, tables } = options
  const columns = scoreColumns(all, options.map, (key) => set[key] !== undefined || tables.tells(key))
  const chosen = preferred(sources, options)
  const kept = Object.keys(options.where).length === 0 ? chosen : filterRecords(chosen, options.where)
  const values = (record: ItemRecord): ScoreFields => fieldsOf(record, columns, options)
  const latest =
    options.last === undefined ? kept : lastRecords(kept, options.last, (record) => placeOf(values(record)))
  const scores: Located[] = []
  const withoutScore: Place[] = []
  const lessIsBetter = new Set<string>()
  for (const record of latest) {
    const fields = values(record)
    const { metric = '' } = fields
    if (fields.score === undefined) {
      withoutScore.push(record.place)
      continue
    }
    if (isLessBetter(metric) && !isMadeScore(fields)) {
      lessIsBetter.add(metric)
      continue
    }
    const found = scoreOfFields(fields)
    if ('score' in found)
      scores.push({ score: found.score, checkpoint: fields.checkpoint, place: record.place })
    else problems.push(...found.problems.map((problem) => ({ ...record.place, ...problem })))
  }
  const named = withCheckpoints(scores)
  problems.push(...repeated(named), ...unlikeScales(named))
  if (named.length === 0 && problems.length === 0)
    problems.push(nothingFound(all.length, withoutScore, [...lessIsBetter]))
  const [first, ...others] = problems
  if (first !== undefined) throw new InputError(first, ...others)
  return {
    scores: named.map(({ score }) => score),
    rows: { read: all.length, kept: kept.length, notLast: kept.length - latest.length },
    ...{ columns, withoutScore, lessIsBetter: [...lessIsBetter] },
    notPreferred: chosen.length === all.length ? [] : [...metricsOf(all).difference(metricsOf(chosen))],
  }
}

/** A loss of known unit becomes a log-likelihood, and what is at most 0 is one, whatever it is called. */
function isMadeScore(fields: ScoreFields): boolean {
  return fields.loss_unit !== undefined || lossUnitOf(fields) !== undefined || Number(fields.maximum) === 0
}

function nothingFound(rows: number, without: readonly Place[], less: readonly string[]): Problem {
  if (less.length > 0)
    return {
      message: `of ${less.join(', ')} less is better: ${less.length === 1 ? 'it is no score' : 'they are no scores'}`,
      hint: 'a loss per byte becomes one by --set loss_unit=bits_per_byte (or nats_per_byte); of some metrics by a table of --tasks',
    }
  if (without.length > 0)
    return {
      ...without[0],
      message: `none of ${rows} rows has a score`,
      hint: 'is --map score=COLUMN right?',
    }
  return { message: 'found no scores' }
}

interface Located {
  readonly score: ImportedScore
  readonly checkpoint: string | undefined
  readonly place: Place
}

/** Of BIG-bench's metrics the preferred one of each task, unless `where` chooses. */
function preferred(
  files: readonly ReadScores[],
  { where, companions = [] }: CollectOptions,
): readonly ItemRecord[] {
  const asked = Object.hasOwn(where, 'metric') || Object.hasOwn(where, 'preferred')
  return files.flatMap(({ format, records }) =>
    format === 'bigbench' && !asked
      ? records.filter(
          ({ fields }) => fields.preferred === 'yes' || companions.includes(String(fields.metric)),
        )
      : records,
  )
}

function metricsOf(records: readonly ItemRecord[]): Set<string> {
  return new Set(records.map(({ fields }) => String(fields.metric)))
}

function fieldsOf(record: ItemRecord, columns: ScoreColumns, { set, tables }: CollectOptions): ScoreFields {
  const told = { ...set, ...rowValues(record, columns) }
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

/** Scores of one curve that are told different scores of guessing, or of a perfect answer: there is no such curve. */
function unlikeScales(scores: readonly Located[]): readonly Problem[] {
  const curves = Map.groupBy(scores, ({ score: { task, metric, shots, family } }) =>
    [task, metric, shots, family].join('\u0000'),
  )
  return [...curves.values()].flatMap((members) =>
    (['chance', 'maximum'] as const).flatMap((key): Problem[] => {
      const told = members.filter(({ score }) => score[key] !== undefined)
      const [first] = told
      const other = told.find(({ score }) => score[key] !== first?.score[key])
      if (first === undefined || other === undefined) return []
      const { task, metric, shots } = first.score
      return [
        {
          ...other.place,
          message: `${metric} on ${task} at ${shots} shots has the ${key} ${other.score[key]} here and ${first.score[key]} in ${placeText(first.place)}: one curve has one`,
          hint: 'a table of --tasks tells it for all',
        },
      ]
    }),
  )
}

function placeText({ file = '', line }: Place): string {
  return line === undefined ? file : `line ${line}`
}

/** Scores of which two or more are about the same. */
function repeated(scores: readonly Located[]): readonly Problem[] {
  const same = Map.groupBy(scores, ({ score }) => placeOf(score))
  return [...same.values()].flatMap((members): Problem[] => {
    const [first, second] = members
    if (first === undefined || second === undefined) return []
    const { model, task, metric, shots } = first.score
    return [
      {
        ...second.place,
        message: `${model} has ${members.length} scores of ${metric} on ${task} at ${shots} shots, the first in ${placeText(first.place)}`,
        hint: 'name what tells them apart with --map checkpoint=COLUMN, or keep one with --last COLUMN or --where COLUMN=VALUE',
      },
    ]
  })
}
