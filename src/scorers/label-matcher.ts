import type { Item } from '../domain/item.ts'
import type { MetricSpec, Task } from '../domain/task.ts'
import { metricOf } from './compile-scorers.ts'
import { METRICS } from './metrics.ts'
import { normaliser } from './normalise.ts'

/** Whether an answer is a label that stands for an item's target. */
export type LabelMatcher = (answer: string, label: string, item: Item) => boolean

/**
 * Compares answers with labels as the task's primary metric does where that looks at answer and target alone
 * (`exact_match`, `contains`); else they must be equal after the metric's normalisation, as choices are.
 */
export function labelMatcher(task: Task): LabelMatcher {
  const spec = task.metrics.find(({ column }) => column === task.primary)
  if (spec === undefined || !comparesTexts(spec)) return equality(spec)
  const metric = metricOf(task, spec)
  if (metric.level !== 'trial') return equality(spec)
  return (answer, label, item) =>
    metric.score(answer, [label], { item, response: answer, outcome: 'ok', trialKey: '' }) === 1
}

function comparesTexts({ metric, scorer }: MetricSpec): boolean {
  const entry = Object.hasOwn(METRICS, metric) ? METRICS[metric] : undefined
  return (
    scorer === undefined &&
    entry?.level === 'trial' &&
    entry.kind === 'discontinuous' &&
    entry.needs === undefined &&
    entry.readsTargets !== false
  )
}

function equality(spec: MetricSpec | undefined): LabelMatcher {
  const steps = spec?.options.normalise
  const normalise = normaliser(Array.isArray(steps) ? steps : undefined, ['trim'])
  return (answer, label) => normalise(answer) === normalise(label)
}
