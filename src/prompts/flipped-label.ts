import type { Item } from '../domain/item.ts'
import type { Task } from '../domain/task.ts'
import { demonstrationOrder } from './draw-demonstrations.ts'
import { poolFor } from './match.ts'

/** The labels of a pool, sorted. */
export function labelSet(pool: readonly Item[]): readonly string[] {
  return [...new Set(pool.map((item) => item.targets[0]))].sort()
}

/** The next label of the set, after the last the first; undefined where the label is not one of them. */
export function nextLabel(labels: readonly string[], label: string): string | undefined {
  const place = labels.indexOf(label)
  return place === -1 ? undefined : labels[(place + 1) % labels.length]
}

/**
 * The label that the demonstrations of `flipped-labels` give to what a query is: the same for every draw and number of
 * shots, since these choose among a pool whose labels are flipped as a whole. Undefined where the query's target is no
 * label of the pool, and where its flipped label is one of its own targets.
 */
export function flippedLabelOf(task: Task, query: Item): string | undefined {
  const flipped = nextLabel(labelsFor(task, query), query.targets[0])
  return flipped === undefined || query.targets.includes(flipped) ? undefined : flipped
}

const known = new WeakMap<Task, Map<readonly Item[], readonly string[]>>()

/** Those that may be shown to a query: only listed ones where the task lists them. */
function labelsFor(task: Task, query: Item): readonly string[] {
  const ofTask = known.get(task) ?? new Map<readonly Item[], readonly string[]>()
  known.set(task, ofTask)
  const pool = poolFor(task, query)
  const before = ofTask.get(pool)
  if (before !== undefined) return before
  // The order of a draw changes nothing in a set: any will do.
  const labels = labelSet(demonstrationOrder(task, ['labels'], pool))
  ofTask.set(pool, labels)
  return labels
}
