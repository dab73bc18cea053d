import type { Item } from '../domain/item.ts'
import type { AggregateMetric, Metric, MetricKind } from '../domain/metric.ts'
import type { MetricSpec, Task } from '../domain/task.ts'

/** A metric as its curve needs it. */
export interface CurveMetric {
  /** Its score column; the point's metric is this without `score_`. */
  readonly column: string
  readonly kind: MetricKind
  /** For a metric of all a point's answers; absent where the point is the mean over trials. */
  readonly aggregate?: AggregateMetric | undefined
  readonly chance: number
  readonly maximum: number
}

/** A task as its curves need it. */
export interface CurveTask {
  readonly name: string
  readonly metrics: readonly CurveMetric[]
  /** Items that the plan asks, under every condition. */
  readonly plannedItems: number
  /** An item by its id, for metrics of several trials; the row's own target where absent. */
  readonly itemOf?: ((item: string) => Pick<Item, 'targets' | 'fields'> | undefined) | undefined
}

/** What a point says of its model beyond the rows. */
export interface CurveModel {
  /** `run`, `simulated`, or the name of what was imported. */
  readonly source: string
  readonly trainingTokens?: number | undefined
  readonly trainingFlops?: number | undefined
}

/** What rows do not say of themselves. */
export interface CurveContext {
  /** In the order in which their points come. */
  readonly tasks: readonly CurveTask[]
  /** By name; a model that is not here has source `run`. */
  readonly models: { readonly [model: string]: CurveModel }
}

/**
 * A task's part of the context. Chance and maximum are declared for the primary metric; the others are fractions
 * from 0 to 1.
 */
export function curveTaskOf(
  task: Task,
  metricOf: (spec: MetricSpec) => Metric,
  plannedItems: number = task.queries.length,
): CurveTask {
  const items = new Map(task.queries.map((item) => [item.id, item]))
  return {
    name: task.name,
    plannedItems,
    itemOf: (id) => items.get(id),
    metrics: task.metrics.map((spec) => {
      const metric = metricOf(spec)
      const primary = spec.column === task.primary
      return {
        column: spec.column,
        kind: metric.kind,
        aggregate: metric.level === 'aggregate' ? metric : undefined,
        chance: primary ? task.chance : 0,
        maximum: primary ? task.maximum : 1,
      }
    }),
  }
}
