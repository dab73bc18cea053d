import { textTable } from '../charts/text-table.ts'
import type { KeptTasks } from '../results/rescore-file.ts'
import type { StoredRescore } from '../results/run-manifest.ts'
import { scoringDefinitions } from '../run/scoring-definitions.ts'
import { judgesOf } from '../scorers/judge-of.ts'
import type { Host } from './host.ts'
import type { Judges } from './judges.ts'
import type { MatchedTask } from './match-tasks.ts'
import { meanOf, type ScoringTally } from './scoring-tally.ts'
import { trialsText } from './trials-text.ts'
import { VERSION } from './version.ts'

/** What a rescore did. */
export interface RescoreReport {
  readonly matched: readonly MatchedTask[]
  readonly tally: ScoringTally
  readonly needed: KeptTasks
  /** Where old values went, by column. */
  readonly places: ReadonlyMap<string, string>
  /** The columns of trials.csv before. */
  readonly header: readonly string[]
}

/** The entry in run.yaml: every column that changed, came or is defined otherwise. */
export function rescoreRecord(host: Pick<Host, 'now'>, report: RescoreReport): StoredRescore {
  return {
    at: new Date(host.now()).toISOString(),
    icl_version: VERSION,
    columns: changesOf(report).map(({ task, column, counts, oldValues }) => ({
      task,
      column,
      rows: counts.rows,
      changed: counts.changed,
      mean_before: meanOf(counts.before),
      mean_after: meanOf(counts.after),
      old_values: oldValues,
    })),
    outcomes: [...report.tally.tasks].flatMap(([task, { outcomes }]) =>
      [...outcomes.values()].map(({ from, to, rows }) => ({ task, from, to, rows })),
    ),
  }
}

/** For the person: what changed, and what could not be scored. */
export function rescoreLines(
  report: RescoreReport,
  judges: Judges,
  { beside }: { readonly beside: number },
): string[] {
  const changes = changesOf(report)
  const all = [...report.tally.tasks.values()].flatMap(({ columns }) => [...columns.values()])
  return [
    '',
    ...(changes.length === 0 ? [] : textTable([HEADER, ...changes.map(rowOf)])),
    ...(all.length > changes.length ? [`${all.length - changes.length} columns score as before`] : []),
    ...report.matched.flatMap((task) => taskLines(task, report)),
    ...judgesOf(report.matched.map(({ after }) => after)).flatMap((judge) => judgeLines(judge, judges)),
    ...(beside === 0 ? [] : [`left as they are, not being of the run's plan: ${trialsText(beside)}`]),
  ]
}

const HEADER = ['task', 'column', 'rows', 'changed', 'mean before', 'mean after', 'old values in']

interface Change {
  readonly task: string
  readonly column: string
  readonly counts: NonNullable<ReturnType<ScoringTally['tasks']['get']>>['columns'] extends ReadonlyMap<
    string,
    infer C
  >
    ? C
    : never
  readonly oldValues: string | undefined
}

function changesOf({ matched, tally, needed, places, header }: RescoreReport): Change[] {
  return matched.flatMap(({ after: { name: task } }) =>
    [...(tally.tasks.get(task)?.columns ?? [])].flatMap(([column, counts]): Change[] => {
      const place = places.get(column)
      const oldValues = place !== undefined && needed.get(place)?.has(task) === true ? place : undefined
      const isSame = counts.changed === 0 && oldValues === undefined && header.includes(column)
      return isSame ? [] : [{ task, column, counts, oldValues }]
    }),
  )
}

function rowOf({ task, column, counts, oldValues }: Change): string[] {
  const { rows, changed, before, after } = counts
  return [task, column, String(rows), String(changed), meanText(before), meanText(after), oldValues ?? '']
}

function meanText(mean: Parameters<typeof meanOf>[0]): string {
  return meanOf(mean)?.toFixed(4) ?? '–'
}

function taskLines({ before, after, state }: MatchedTask, { tally }: RescoreReport): string[] {
  const { outcomes, columns, withProblems = 0 } = tally.tasks.get(after.name) ?? {}
  const was = scoringDefinitions(before)
  const is = scoringDefinitions(after)
  const wide = [...is].filter(([column, how]) => columns?.has(column) === false && was.get(column) !== how)
  const gone = [...was.keys()].filter((column) => !is.has(column))
  return [
    ...(state === 'asks-otherwise'
      ? [`${after.name}: the task file asks other questions by now, so it is scored as it was`]
      : []),
    ...[...(outcomes?.values() ?? [])].map(
      ({ from, to, rows }) => `${after.name}: ${from} → ${to} in ${trialsText(rows)}`,
    ),
    ...wide.map(
      ([column]) =>
        `${after.name}: ${column.slice('score_'.length)} is made of several trials: see curve.csv`,
    ),
    ...(gone.length === 0
      ? []
      : [`${after.name}: ${gone.join(', ')} is no metric of it any more; what stands in the file stays`]),
    ...(withProblems === 0
      ? []
      : [`${after.name}: ${trialsText(withProblems)} without a score; the column error says why`]),
  ]
}

/** No question is asked here: what has no judgement on file waits for the next run. */
function judgeLines(judge: string, judges: Judges): string[] {
  const { found, missing } = judges.counts(judge)
  if (found + missing === 0) return []
  const open = missing === 0 ? '' : `; ${missing} are not, and icl run asks them`
  return [`judge ${judge}: ${found} judgements on file${open}`]
}
