import type { MetricSpec, Task } from '../domain/task.ts'
import { METRICS } from './metrics.ts'

/** The name of the model that a metric asks; `undefined` where it asks none. */
export function judgeOf({ metric, options, scorer }: MetricSpec): string | undefined {
  if (scorer !== undefined) return scorer.judge
  const entry = Object.hasOwn(METRICS, metric) ? METRICS[metric] : undefined
  return entry?.needs === 'judge' ? String(options.model) : undefined
}

/** The models that tasks ask as judges, each once. */
export function judgesOf(tasks: readonly Task[]): string[] {
  const names = tasks.flatMap(({ metrics }) => metrics.flatMap((spec) => judgeOf(spec) ?? []))
  return [...new Set(names)]
}
