import type { ItemCurve } from '../curves/item-curve.ts'
import type { LineOptions } from '../curves/item-matrices.ts'
import { type RandomStream, randomStream } from '../domain/random.ts'
import type { LoadedCurves } from './load-curves.ts'

/** What the details of a task are made from. */
export interface DetailSource
  extends Pick<LoadedCurves, 'cells' | 'context' | 'points'>,
    Pick<LineOptions, 'join'> {
  readonly task: string
  /** The metric that a task is judged by; undefined for what is no task: a suite. */
  readonly metricOf: (task: string) => string | undefined
  /** Told what is computed next, before each long part. */
  readonly about: (what: string) => void
  /** The seed of the run: resamples and sign flips are the same each time. */
  readonly seed: number
}

/** What the models of a curve were asked under, the number of demonstrations aside. */
type Condition = Pick<ItemCurve, 'rendering' | 'instruction' | 'control' | 'sampling'>

/** Whether two curves are of one condition. */
export function isSameCondition(a: Condition, b: Condition): boolean {
  return (['rendering', 'instruction', 'control', 'sampling'] as const).every((name) => a[name] === b[name])
}

/** The task of the details, as curves are made of it. */
export function tasksOf({ context, task }: DetailSource): DetailSource['context']['tasks'] {
  return context.tasks.filter(({ name }) => name === task)
}

/** What a model was trained with, as far as it is stated. */
export function trainingOf(
  { context }: Pick<DetailSource, 'context'>,
  model: string,
): { readonly trainingTokens?: number | undefined; readonly trainingFlops?: number | undefined } {
  return (Object.hasOwn(context.models, model) ? context.models[model] : undefined) ?? {}
}

/** A stream of its own for each part, whichever parts are printed. */
export function streamOf(
  { seed, task }: Pick<DetailSource, 'seed' | 'task'>,
  ...name: readonly (string | number)[]
): RandomStream {
  return randomStream(seed, 'details', task, ...name)
}
