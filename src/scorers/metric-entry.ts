import type { Metric, MetricKind, MetricNeed, ScoringServices } from '../domain/metric.ts'
import type { OptionRules, Options } from '../domain/option-rule.ts'

/** An entry in the table of metrics. */
export interface MetricEntry {
  readonly kind: MetricKind
  readonly level: Metric['level']
  readonly unit: Metric['unit']
  readonly description: string
  readonly options: OptionRules
  /** What it needs beside the response; such a metric has no score where that is missing. */
  readonly needs?: MetricNeed | undefined
  /** The metric for a task's options, which are checked. Without services it is made all the same, and cannot score. */
  create(options: Options, services: ScoringServices): Metric
  /** What is wrong with a target for this metric, in a phrase; `undefined` where nothing is. */
  targetProblem?(target: string): string | undefined
}

/** The best of a score over the targets: an answer is right when it is one of them. */
export function bestOver(targets: readonly string[], score: (target: string) => number): number {
  let best = 0
  for (const target of targets) best = Math.max(best, score(target))
  return best
}
