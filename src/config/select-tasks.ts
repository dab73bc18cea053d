import { InputError, unknownName } from '../domain/input-error.ts'
import type { Suite, Task } from '../domain/task.ts'
import type { Place } from './place.ts'

/**
 * The tasks with these names, where a suite's name stands for all its tasks: in file order, each once. All
 * tasks where no names are given.
 *
 * @param placeOf where the name at a position was written, for messages.
 * @throws InputError with every unknown name.
 */
export function selectTasks(
  suites: readonly Suite[],
  names: readonly string[] | undefined,
  placeOf: (index: number) => Place = () => ({}),
): readonly Task[] {
  const tasks = suites.flatMap((suite) => suite.tasks)
  if (names === undefined) return tasks
  const known = [...new Set([...suites.map(({ name }) => name), ...tasks.map(({ name }) => name)])]
  const [first, ...others] = names.flatMap((name, index) =>
    known.includes(name) ? [] : [unknownName('task', name, known, placeOf(index))],
  )
  if (first !== undefined) throw new InputError(first, ...others)
  const wanted = new Set(names)
  return tasks.filter((task) => wanted.has(task.name) || wanted.has(task.suite))
}
