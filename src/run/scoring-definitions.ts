import { canonicalJson } from '../domain/digest.ts'
import type { Task } from '../domain/task.ts'

/**
 * What stands behind each metric of a task, by its column: a column whose definition has changed holds other scores. The
 * primary extraction is part of all of them, for it decides the outcome.
 */
export function scoringDefinitions({ extractions, metrics }: Task): ReadonlyMap<string, string> {
  const [primary] = extractions
  const how = new Map(extractions.map(({ name, type, options }) => [name, { type, options }]))
  return new Map(
    metrics.map(({ column, metric, extraction, options, scorer }) => [
      column,
      canonicalJson([metric, how.get(extraction), options, scorer ?? null, how.get(primary.name)]),
    ]),
  )
}
