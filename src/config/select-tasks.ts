import { InputError, unknownName } from '../domain/input-error.ts'
import type { Task } from '../domain/task.ts'
import type { LoadedSuite } from './load-suite.ts'
import type { Place } from './place.ts'

/**
 * The tasks with these names, where a suite's name stands for all its tasks: in file order, each once. All
 * tasks where no names are given.
 *
 * @param placeOf where the name at a position was written, for messages.
 * @throws InputError with every unknown name, and with every task that waits for a variable.
 */
export function selectTasks(
  suites: readonly LoadedSuite[],
  names: readonly string[] | undefined,
  placeOf: (index: number) => Place = () => ({}),
): readonly Task[] {
  const tasks = selectReadTasks(suites, names, placeOf)
  const [first, ...others] = suites
    .flatMap(({ waiting = [] }) => waiting)
    .filter(({ name, suite }) => names === undefined || names.includes(name) || names.includes(suite))
    .map(({ problem }) => problem)
  if (first !== undefined) throw new InputError(first, ...others)
  return tasks
}

/** As `selectTasks`, without the tasks that wait for a variable. @throws InputError with every unknown name */
export function selectReadTasks(
  suites: readonly LoadedSuite[],
  names: readonly string[] | undefined,
  placeOf: (index: number) => Place = () => ({}),
): readonly Task[] {
  const tasks = suites.flatMap((suite) => suite.tasks)
  if (names === undefined) return tasks
  const waiting = suites.flatMap((suite) => suite.waiting ?? [])
  const known = [
    ...new Set([...suites.map(({ name }) => name), ...[...tasks, ...waiting].map(({ name }) => name)]),
  ]
  const [first, ...others] = names.flatMap((name, index) =>
    known.includes(name) ? [] : [unknownName('task', name, known, placeOf(index))],
  )
  if (first !== undefined) throw new InputError(first, ...others)
  const wanted = new Set(names)
  return tasks.filter((task) => wanted.has(task.name) || wanted.has(task.suite))
}
