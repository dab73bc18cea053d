import type { MetricKind } from '../domain/metric.ts'
import type { Point } from '../domain/point.ts'
import { meanOf } from './clustered-mean.ts'
import { moverInterval } from './mover-interval.ts'
import { normalisedScore } from './normalised-score.ts'

/** The metric of a suite's points. */
const SUITE_METRIC = 'suite_mean'

/** A suite as its points need it: the primary metric of each of its tasks, named without `score_`. */
export interface CurveSuite {
  readonly name: string
  readonly tasks: readonly { readonly name: string; readonly metric: string }[]
}

/** A condition under which a model has a score on some of a suite's tasks and not on others. */
export interface SuiteGap {
  readonly suite: string
  /** One of the points that are there. */
  readonly point: Point
  readonly lacking: readonly [string, ...string[]]
}

/**
 * The points of suites: the unweighted mean of the tasks' primary scores, for each model and condition that has all of
 * them. Where one is lacking there is no point, but a gap: a mean over fewer tasks is another number.
 */
export function suitePoints(
  points: readonly Point[],
  suites: readonly CurveSuite[],
): { readonly points: readonly Point[]; readonly gaps: readonly SuiteGap[] } {
  const made: Point[] = []
  const gaps: SuiteGap[] = []
  for (const suite of suites) {
    if (suite.tasks.length < 2) continue
    const metrics = new Map(suite.tasks.map(({ name, metric }) => [name, metric]))
    const scored = points.filter(
      (point) => metrics.get(point.task) === point.metric && point.score !== undefined,
    )
    for (const [first, ...others] of Map.groupBy(scored, conditionOf).values()) {
      if (first === undefined) continue
      const parts = [first, ...others] as const
      const has = new Set(parts.map(({ task }) => task))
      const [missing, ...further] = suite.tasks.filter(({ name }) => !has.has(name)).map(({ name }) => name)
      if (missing === undefined) made.push(suitePoint(suite.name, parts))
      else gaps.push({ suite: suite.name, point: first, lacking: [missing, ...further] })
    }
  }
  return { points: made, gaps }
}

/** What the parts of a suite's point have in common. */
function conditionOf(point: Point): string {
  const { source, model, provider, engine, quantization } = point
  const { rendering, instruction, control, sampling, shots } = point
  return [
    source,
    model,
    provider,
    engine,
    quantization,
    rendering,
    instruction,
    control,
    sampling,
    shots,
  ].join('\u0000')
}

/**
 * Standard error: √(Σ se²) ÷ T, the tasks' errors being independent. Interval: `mover` from the tasks' own, so that
 * tasks at 0 or at 1 keep their share of doubt.
 */
function suitePoint(suite: string, parts: readonly [Point, ...Point[]]): Point {
  const [first] = parts
  const score = mean(parts, 'score')
  const [chance, maximum] = [mean(parts, 'chance'), mean(parts, 'maximum') ?? 1]
  const interval = moverInterval(parts)
  const conditional = parts.some(({ ciMethod }) => ciMethod?.endsWith(CONDITIONAL) === true)
  const stopped = parts.filter((part) => part.stopped !== undefined).length
  return {
    ...first,
    task: `suite:${suite}`,
    metric: SUITE_METRIC,
    metricKind: kindOf(parts),
    draws: Math.max(...parts.map(({ draws }) => draws)),
    repeats: Math.max(...parts.map(({ repeats }) => repeats)),
    items: total(parts, 'items') ?? 0,
    trials: total(parts, 'trials') ?? 0,
    failed: total(parts, 'failed') ?? 0,
    skipped: total(parts, 'skipped') ?? 0,
    refused: total(parts, 'refused') ?? 0,
    empty: total(parts, 'empty') ?? 0,
    truncated: total(parts, 'truncated') ?? 0,
    unparsed: total(parts, 'unparsed') ?? 0,
    itemsDropped: total(parts, 'itemsDropped') ?? 0,
    score,
    se: standardError(parts),
    ciLow: interval?.low,
    ciHigh: interval?.high,
    ciMethod: interval === undefined ? undefined : `mover${conditional ? CONDITIONAL : ''}`,
    nEff: undefined,
    drawSd: undefined,
    scoreIfFailed0: worstCase(parts, 'scoreIfFailed0'),
    scoreIfFailed1: worstCase(parts, 'scoreIfFailed1'),
    scoreWithoutTruncated: mean(parts, 'scoreWithoutTruncated'),
    chance,
    maximum,
    normalizedScore: normalisedScore(score, chance, maximum),
    stopped: stopped === 0 ? undefined : `in ${stopped} of ${parts.length} tasks`,
    costUsd: total(parts, 'costUsd'),
    tokens: total(parts, 'tokens'),
    latencyMs: latencyOf(parts),
  }
}

const CONDITIONAL = '_conditional_on_draws'

/** The members of a point that are numbers. */
type Numeric = { [M in keyof Point]-?: number extends Point[M] ? M : never }[keyof Point]

/** Undefined where a part has none. */
function valuesOf(parts: readonly Point[], member: Numeric): readonly number[] | undefined {
  const values = parts.flatMap((part) => part[member] ?? [])
  return values.length === parts.length ? values : undefined
}

function mean(parts: readonly Point[], member: Numeric): number | undefined {
  const values = valuesOf(parts, member)
  return values === undefined ? undefined : meanOf(values)
}

function total(parts: readonly Point[], member: Numeric): number | undefined {
  return valuesOf(parts, member)?.reduce((sum, value) => sum + value, 0)
}

function standardError(parts: readonly Point[]): number | undefined {
  const errors = valuesOf(parts, 'se')
  return errors === undefined ? undefined : Math.hypot(...errors) / errors.length
}

/** A task without a failed trial has its score as its worst and best case. */
function worstCase(parts: readonly Point[], member: 'scoreIfFailed0' | 'scoreIfFailed1'): number | undefined {
  if (parts.every((part) => part[member] === undefined)) return undefined
  return meanOf(parts.map((part) => part[member] ?? part.score ?? Number.NaN))
}

function kindOf(parts: readonly Point[]): MetricKind {
  return parts.every(({ metricKind }) => metricKind === 'continuous') ? 'continuous' : 'discontinuous'
}

/** Mean over trials, as far as tasks know it. */
function latencyOf(parts: readonly Point[]): number | undefined {
  const known = parts.filter((part) => part.latencyMs !== undefined)
  const trials = known.reduce((sum, part) => sum + part.trials, 0)
  if (trials === 0) return undefined
  return known.reduce((sum, { latencyMs = 0, trials: count }) => sum + latencyMs * count, 0) / trials
}
