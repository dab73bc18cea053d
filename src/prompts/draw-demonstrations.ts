import type { Item } from '../domain/item.ts'
import { randomStream } from '../domain/random.ts'
import type { Task } from '../domain/task.ts'

/**
 * The pool, or the part of it that may be shown, in the order of a draw: k demonstrations are its first k, so k is always a prefix of k + 1.
 *
 * @param stream names the draw: seed, task name, draw number (and the query's id when sampling is per query).
 *   Nothing else moves the order: not k, not the model, not what was drawn before.
 */
export function demonstrationOrder(
  task: Task,
  stream: readonly (string | number)[],
  pool: readonly Item[] = task.pool,
): readonly Item[] {
  const { demonstrations } = task
  if (demonstrations === 'first') return pool
  if (demonstrations === 'random') return randomStream(...stream).shuffle(pool)
  if (demonstrations === 'balanced') return balanced(randomStream(...stream).shuffle(pool))
  const byId = new Map(pool.map((item) => [item.id, item]))
  return demonstrations.flatMap((id) => byId.get(id) ?? [])
}

/** One item of each label in turn, labels in the order in which they first appear. */
function balanced(shuffled: readonly Item[]): Item[] {
  const byLabel = Map.groupBy(shuffled, (item) => item.targets[0])
  const rounds = Math.max(0, ...[...byLabel.values()].map((items) => items.length))
  return Array.from({ length: rounds }, (_, round) =>
    [...byLabel.values()].flatMap((items) => items[round] ?? []),
  ).flat()
}
