import type { Problem } from '../domain/input-error.ts'
import type { Item } from '../domain/item.ts'
import type { Metric, MetricKind, MetricNeed, ScoringServices } from '../domain/metric.ts'
import type { OptionRules, Options } from '../domain/option-rule.ts'
import type { Task } from '../domain/task.ts'

/** An entry in the table of metrics. */
export interface MetricEntry {
  readonly kind: MetricKind
  readonly level: Metric['level']
  readonly unit: Metric['unit']
  readonly description: string
  readonly options: OptionRules
  /** What it needs beside the response; such a metric has no score where that is missing. */
  readonly needs?: MetricNeed | undefined
  /** False where it judges by something other than the item's targets, so that an item may have none. */
  readonly readsTargets?: false
  /** The metric for a task's options, which are checked. Without services it is made all the same, and cannot score. */
  create(options: Options, services: ScoringServices): Metric
  /** What is wrong with a target for this metric, in a phrase; `undefined` where nothing is. */
  targetProblem?(target: string): string | undefined
  /** What is wrong with a task for this metric, in a phrase: a field that an item lacks, a column that is not there. */
  taskProblem?(task: Task, options: Options): string | undefined
  /** What is wrong with the options for all items of a task: not asked of a run's share of them. */
  itemsProblem?(items: readonly Item[], options: Options): Problem | undefined
  /** The fewest trials of an item that its score needs; 1 where absent. */
  trialsNeeded?(options: Options): number
}

/** The best of a score over the targets: an answer is right when it is one of them. */
export function bestOver(targets: readonly string[], score: (target: string) => number): number {
  let best = 0
  for (const target of targets) best = Math.max(best, score(target))
  return best
}
