import { InputError, type Problem } from '../domain/input-error.ts'
import type { Task } from '../domain/task.ts'
import type { Place } from './place.ts'

/**
 * Checks that every task can show as many demonstrations as are asked for.
 *
 * @throws InputError naming every task whose pool (or list of demonstrations) is too small.
 */
export function checkShots(
  tasks: readonly Task[],
  shots: readonly number[],
  placeOf: (task: Task) => Place = () => ({}),
): void {
  const most = Math.max(0, ...shots)
  const [first, ...others] = tasks.flatMap((task): Problem[] => {
    const isListed = typeof task.demonstrations !== 'string'
    const available = isListed ? task.demonstrations.length : task.pool.length
    if (available >= most) return []
    const message = `the task "${task.name}" has ${available} ${isListed ? 'listed demonstrations' : 'items in its pool'}, and ${most} shots are asked for`
    const hint = isListed
      ? `list at least ${most} demonstrations, or ask for fewer shots`
      : `raise pool to at least ${most}, or ask for fewer shots`
    return [{ ...placeOf(task), message, hint }]
  })
  if (first !== undefined) throw new InputError(first, ...others)
}
