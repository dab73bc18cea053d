import { InputError, type Problem } from '../domain/input-error.ts'
import type { Item } from '../domain/item.ts'
import type { Task } from '../domain/task.ts'
import type { Place } from './place.ts'

/**
 * Checks that every task can show as many demonstrations as are asked for.
 *
 * @throws InputError naming every task whose pool (or list of demonstrations) is too small.
 */
export function checkShots(
  tasks: readonly Task[],
  shotsOf: (task: Task) => readonly number[],
  placeOf: (task: Task) => Place = () => ({}),
): void {
  const [first, ...others] = tasks.flatMap((task): Problem[] => {
    const most = Math.max(0, ...shotsOf(task))
    const isListed = typeof task.demonstrations !== 'string'
    const available = fewestShown(task)
    if (available >= most) return []
    const matching = task.match === undefined ? '' : ` that match each query's ${task.match}`
    const message = `the task "${task.name}" has ${available} ${isListed ? 'listed demonstrations' : 'items in its pool'}${matching}, and ${most} shots are asked for`
    const hint = isListed
      ? `list at least ${most} demonstrations, or ask for fewer shots`
      : `raise pool to at least ${most}, or ask for fewer shots`
    return [{ ...placeOf(task), message, hint }]
  })
  if (first !== undefined) throw new InputError(first, ...others)
}

/** Demonstrations that there are for the query with the fewest. */
function fewestShown({ pool, demonstrations, queries, match }: Task): number {
  const shown =
    typeof demonstrations === 'string' ? pool : pool.filter(({ id }) => demonstrations.includes(id))
  if (match === undefined) return shown.length
  const shared = ({ fields }: Item): string => JSON.stringify(fields[match])
  const counts = Map.groupBy(shown, shared)
  return Math.min(...queries.map((query) => counts.get(shared(query))?.length ?? 0))
}
