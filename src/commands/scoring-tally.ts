import type { Outcome } from '../domain/outcome.ts'
import type { Result } from '../domain/result.ts'
import type { RowChange } from '../results/rescored-row.ts'

/** What became of one score column in one task. */
interface ColumnChange {
  /** Rows that were scored again. */
  rows: number
  /** Of those, the rows whose score is another one, is new or is gone. */
  changed: number
  /** Of those, the rows that had a score before. */
  replaced: number
  readonly before: Mean
  readonly after: Mean
}

interface Mean {
  count: number
  sum: number
}

/** What became of one task's rows. */
interface TaskChange {
  /** By score column. */
  readonly columns: Map<string, ColumnChange>
  /** Rows by `from → to`, where the outcome changed. */
  readonly outcomes: Map<string, { readonly from: Outcome; readonly to: Outcome; rows: number }>
  /** Rows that say why a metric has no score. */
  withProblems: number
  /** Rows of which anything at all changed. */
  changed: number
}

/** Counts what scoring again changes, in memory that does not grow with the rows. */
export interface ScoringTally {
  count(result: Result, change: RowChange): void
  /** By task name. */
  readonly tasks: ReadonlyMap<string, TaskChange>
}

/** An empty tally. */
export function scoringTally(): ScoringTally {
  const tasks = new Map<string, TaskChange>()
  return {
    tasks,
    count: (result, change) => {
      const task = known(tasks, result.task, () => ({
        columns: new Map(),
        outcomes: new Map(),
        withProblems: 0,
        changed: 0,
      }))
      let isChanged = change.outcome !== result.outcome || change.answer !== result.answer
      if (change.error !== result.error) isChanged = true
      for (const column of change.columns)
        if (countColumn(task, column, result.scores[column], change.scores[column])) isChanged = true
      if (change.outcome !== result.outcome) {
        const [from, to] = [result.outcome, change.outcome]
        known(task.outcomes, `${from} → ${to}`, () => ({ from, to, rows: 0 })).rows++
      }
      if (change.error !== undefined) task.withProblems++
      if (isChanged) task.changed++
    },
  }
}

/** Returns whether the score changed. */
function countColumn(
  { columns }: TaskChange,
  column: string,
  before: number | undefined,
  after: number | undefined,
): boolean {
  const counts = known(columns, column, () => ({
    rows: 0,
    changed: 0,
    replaced: 0,
    before: { count: 0, sum: 0 },
    after: { count: 0, sum: 0 },
  }))
  counts.rows++
  add(counts.before, before)
  add(counts.after, after)
  if (before === after) return false
  counts.changed++
  if (before !== undefined) counts.replaced++
  return true
}

function add(mean: Mean, score: number | undefined): void {
  if (score === undefined) return
  mean.count++
  mean.sum += score
}

/** The mean of what was counted; `undefined` of nothing. */
export function meanOf({ count, sum }: Mean): number | undefined {
  return count === 0 ? undefined : sum / count
}

function known<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make()
  map.set(key, value)
  return value
}
