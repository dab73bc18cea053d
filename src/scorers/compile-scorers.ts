import { InputError, unknownName } from '../domain/input-error.ts'
import type { Metric, TrialMetric } from '../domain/metric.ts'
import type { Outcome } from '../domain/outcome.ts'
import type { ExtractionSpec, MetricSpec, Task } from '../domain/task.ts'
import type { Extract, Extraction } from './extraction.ts'
import { EXTRACTIONS } from './extractions.ts'
import type { MetricEntry } from './metric-entry.ts'
import { METRICS } from './metrics.ts'
import { checkOptions } from './option-rule.ts'

/** The extractions and metrics that task files may name. */
export interface ScorerTable {
  readonly extractions: { readonly [type: string]: Extraction }
  readonly metrics: { readonly [name: string]: MetricEntry }
}

const SHIPPED: ScorerTable = { extractions: EXTRACTIONS, metrics: METRICS }

interface ScoredResponse {
  /** The primary extraction's; absent where it found none. */
  readonly answer?: string | undefined
  /** The primary extraction found nothing. */
  readonly unparsed: boolean
  /**
   * The primary extraction was done before the response ended. At the length limit this is the difference
   * between a complete answer and outcome `truncated`.
   */
  readonly complete: boolean
  /** By score column. */
  readonly scores: { readonly [column: string]: number }
}

/** A task's extractions and metrics, ready to score its responses. */
export interface Scorers {
  /**
   * Scores a response under its outcome. A refused, empty or truncated one gets 0 on discontinuous metrics; on
   * continuous ones a truncated response gets its partial answer's score, no answer the empty answer's. Where
   * an extraction finds nothing, its own metrics get what no answer gets.
   */
  score(response: string, targets: readonly string[], outcome?: Outcome): ScoredResponse
}

interface Column {
  readonly column: string
  readonly extraction: string
  readonly metric: TrialMetric
}

/**
 * Compiles a task's extractions and trial metrics, once for all its responses.
 * @throws InputError for an unknown name, bad options, or a target that a metric cannot work with.
 */
export function compileScorers(task: Task, table: ScorerTable = SHIPPED): Scorers {
  const extracts = task.extractions.map((spec) => ({
    name: spec.name,
    extract: compileExtraction(task, spec, table),
  }))
  const primary = task.extractions[0].name
  const columns = task.metrics.flatMap((spec): Column[] => {
    const metric = metricOf(task, spec, table)
    if (metric.level === 'aggregate') return []
    return [{ column: spec.column, extraction: spec.extraction, metric }]
  })
  return {
    score: (response, targets, outcome = 'ok') => {
      const found = new Map(extracts.map(({ name, extract }) => [name, extract(response)]))
      const main = found.get(primary)
      const scores = columns.map(({ column, extraction, metric }) => [
        column,
        scoreAnswer(metric, found.get(extraction)?.answer, targets, outcome),
      ])
      return {
        answer: main?.answer,
        unparsed: main === undefined,
        complete: main?.complete === true,
        scores: Object.fromEntries(scores),
      }
    },
  }
}

/** No answer is never right: an empty text must not match an empty target. */
function scoreAnswer(
  metric: TrialMetric,
  answer: string | undefined,
  targets: readonly string[],
  outcome: Outcome,
): number {
  const given = outcome === 'refused' || outcome === 'empty' ? undefined : answer
  if (metric.kind === 'continuous') return metric.score(given ?? '', targets)
  return given === undefined || outcome === 'truncated' ? 0 : metric.score(given, targets)
}

function compileExtraction(task: Task, spec: ExtractionSpec, table: ScorerTable): Extract {
  const extraction = Object.hasOwn(table.extractions, spec.type) ? table.extractions[spec.type] : undefined
  if (extraction === undefined)
    throw new InputError(
      unknownName(`extraction type in task ${task.name}:`, spec.type, Object.keys(table.extractions)),
    )
  checkOptions(`extraction ${spec.type} of task ${task.name}`, spec.options, extraction.options)
  return extraction.compile(spec.options)
}

/**
 * The metric that a task's spec asks for.
 * @throws InputError for an unknown name, bad options, or a target that the metric cannot work with.
 */
export function metricOf(task: Task, spec: MetricSpec, table: ScorerTable = SHIPPED): Metric {
  const entry = Object.hasOwn(table.metrics, spec.metric) ? table.metrics[spec.metric] : undefined
  if (entry === undefined)
    throw new InputError(unknownName(`metric in task ${task.name}:`, spec.metric, Object.keys(table.metrics)))
  const names = task.extractions.map((extraction) => extraction.name)
  if (!names.includes(spec.extraction))
    throw new InputError(unknownName(`extraction of metric ${spec.metric}:`, spec.extraction, names))
  checkOptions(`metric ${spec.metric} of task ${task.name}`, spec.options, entry.options)
  checkTargets(task, spec.metric, entry)
  return entry.create(spec.options)
}

function checkTargets(task: Task, metric: string, entry: MetricEntry): void {
  for (const item of task.queries)
    for (const target of item.targets) {
      const problem = entry.targetProblem?.(target)
      if (problem !== undefined)
        throw new InputError(
          `task ${task.name}, item ${item.id}: target ${JSON.stringify(target)} ${problem}, which ${metric} needs`,
        )
    }
}
