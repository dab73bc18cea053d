import { OUTCOMES } from '../domain/outcome.ts'
import type { Point } from '../domain/point.ts'
import type { Cell } from './cell.ts'
import type { CurveMetric, CurveModel } from './curve-context.ts'
import type { Estimate } from './estimate.ts'
import { estimateAggregate } from './estimate-aggregate.ts'
import { estimateItem } from './estimate-item.ts'
import { estimateMean } from './estimate-mean.ts'
import { emptySums } from './metric-sums.ts'
import { normalisedScore } from './normalised-score.ts'

/** The point of one cell under one metric. */
export function pointOf(cell: Cell, metric: CurveMetric, model: CurveModel): Point {
  const { row, task, outcomes } = cell
  const estimate = estimateOf(cell, metric)
  const { chance, maximum } = metric
  const { score } = estimate
  return {
    source: model.source,
    task: task.name,
    metric: metric.column.replace(/^score_/u, ''),
    metricKind: metric.kind,
    model: row.model,
    provider: row.provider,
    engine: row.engine,
    family: row.family,
    parameters: row.parameters,
    activeParameters: row.activeParameters,
    quantization: row.quantization,
    tuning: row.tuning,
    trainingTokens: model.trainingTokens,
    trainingFlops: model.trainingFlops,
    rendering: row.rendering,
    instruction: row.instruction,
    control: row.control,
    sampling: row.sampling,
    shots: row.shots,
    draws: cell.draws.size,
    repeats: cell.repeats.size,
    trials: OUTCOMES.reduce((sum, outcome) => sum + (outcomes[outcome] ?? 0), 0),
    failed: outcomes.failed ?? 0,
    skipped: outcomes.skipped ?? 0,
    refused: outcomes.refused ?? 0,
    empty: outcomes.empty ?? 0,
    truncated: outcomes.truncated ?? 0,
    unparsed: outcomes.unparsed ?? 0,
    ...estimate,
    ...(metric.unit === 'nats_per_byte' ? WITHOUT_WORST_CASE : {}),
    ciMethod: methodOf(cell, estimate),
    itemsDropped: Math.max(0, (metric.plannedItems ?? task.plannedItems) - estimate.items),
    chance,
    maximum,
    normalizedScore: normalisedScore(score, chance, maximum),
    costUsd: cell.cost.count === 0 ? undefined : cell.cost.sum,
    tokens: cell.tokens.count === 0 ? undefined : cell.tokens.sum,
    latencyMs: cell.latency.count === 0 ? undefined : cell.latency.sum / cell.latency.count,
  }
}

/** A log-likelihood has no lowest value that a failed trial could count as. */
const WITHOUT_WORST_CASE = { scoreIfFailed0: undefined, scoreIfFailed1: undefined } as const

function estimateOf(cell: Cell, metric: CurveMetric): Estimate {
  if (metric.ofRows?.level === 'aggregate') return estimateAggregate(cell, metric.ofRows)
  if (metric.ofRows?.level === 'item') return estimateItem(cell, metric.ofRows)
  return estimateMean(cell, cell.sums.get(metric.column) ?? emptySums(), metric.kind)
}

/**
 * Shared draws serve all items alike, so an interval over items says nothing of other demonstrations: with
 * several draws its method says so. (With one draw the column `draws` does.)
 */
function methodOf(cell: Cell, { ciMethod }: Estimate): string | undefined {
  const conditional = cell.row.sampling === 'shared' && cell.row.shots > 0 && cell.draws.size > 1
  return conditional && ciMethod !== undefined ? `${ciMethod}_conditional_on_draws` : ciMethod
}
