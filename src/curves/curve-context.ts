import type { Item } from '../domain/item.ts'
import type { AggregateMetric, ItemMetric, Metric, MetricKind } from '../domain/metric.ts'
import type { MetricSpec, Task } from '../domain/task.ts'
import type { CurveRow } from './curve-row.ts'

/** A metric as its curve needs it. */
export interface CurveMetric {
  /** Its score column; the point's metric is this without `score_`. */
  readonly column: string
  readonly kind: MetricKind
  /** For a metric of several trials; absent where the point is the mean over trials. */
  readonly ofRows?: ItemMetric | AggregateMetric | undefined
  /** Planned items that the metric is about, where not all are. */
  readonly plannedItems?: number | undefined
  /** A fraction where absent. */
  readonly unit?: Metric['unit'] | undefined
  /** Absent where guessing has no score. */
  readonly chance?: number | undefined
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
  /**
   * A trial's score against the label that flipped demonstrations give to its item: 1, 0, or undefined where they give it
   * none. Asked of trials under `flipped-labels`.
   */
  readonly againstFlipped?:
    | ((row: Pick<CurveRow, 'item' | 'answer' | 'outcome'>) => number | undefined)
    | undefined
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
 * A task's part of the context. Chance and maximum are declared for the primary metric, and hold for others of its kind
 * over the same choices; the rest are fractions from 0 to 1. Nats per byte are at most 0, and guessing has none.
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
      return {
        column: spec.column,
        kind: metric.kind,
        ofRows: metric.level === 'trial' ? undefined : metric,
        plannedItems: itemsOf(metric, task.queries),
        unit: metric.unit,
        ...scaleOf(task, spec, metric),
      }
    }),
  }
}

function scaleOf(task: Task, spec: MetricSpec, { unit }: Metric): Pick<CurveMetric, 'chance' | 'maximum'> {
  if (unit === 'nats_per_byte') return { chance: undefined, maximum: 0 }
  const primary = task.metrics.find(({ column }) => column === task.primary)
  const alike = task.likelihood?.of === 'choices' && spec.metric === primary?.metric
  return spec === primary || alike
    ? { chance: task.chance, maximum: task.maximum }
    : { chance: 0, maximum: 1 }
}

function itemsOf(metric: Metric, items: readonly Item[]): number | undefined {
  if (metric.level !== 'item' || metric.appliesTo === undefined) return undefined
  return items.filter((item) => metric.appliesTo?.(item) === true).length
}
