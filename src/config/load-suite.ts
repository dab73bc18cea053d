import { InputError, type Problem } from '../domain/input-error.ts'
import type { Suite, Task } from '../domain/task.ts'
import type { Vocabulary } from '../domain/vocabulary.ts'
import { buildTask } from './build-task.ts'
import { checkValue } from './check-value.ts'
import { CollectedProblems } from './collected-problems.ts'
import { namedFiles, unsetVariable, variablesIn } from './item-path.ts'
import type { ItemSource } from './item-source.ts'
import { type Place, placeText } from './place.ts'
import { readText } from './read-text.ts'
import type { WrittenRun } from './run-schema.ts'
import type { ScorerSource } from './scorer-source.ts'
import { suiteSchema, type WrittenSuite } from './suite-schema.ts'
import { taskSettings } from './task-settings.ts'
import { throwProblems } from './throw-problems.ts'
import type { Environment } from './variables.ts'
import { parseYaml, type YamlDocument } from './yaml-document.ts'

/** What suites are read with. */
export interface LoadSuitesOptions {
  /** The extractions and metrics that a task may name. */
  readonly vocabulary: Vocabulary
  /** The datasets room: how rows become items. */
  readonly items: ItemSource
  /** A last check of each whole task, for instance that its scorers can be made. @throws InputError */
  readonly checkTask?: ((task: Task) => void) | undefined
  /** Variables that paths of data files may name. */
  readonly env?: Environment | undefined
  /** Loads the files of custom metrics. */
  readonly scorers?: ScorerSource | undefined
}

/** A task whose data file cannot be found until a variable is set. */
interface WaitingTask {
  readonly name: string
  readonly suite: string
  /** What is missing; an error only where the task is used. */
  readonly problem: Problem
}

/** A suite as read. */
export interface LoadedSuite extends Suite {
  readonly waiting?: readonly WaitingTask[] | undefined
  /** What is asked where the suite is run by itself. */
  readonly run?: WrittenRun | undefined
}

/** Suites as read, with where each task is written. */
export interface LoadedSuites {
  readonly suites: readonly LoadedSuite[]
  /** The tasks of all suites, in file order. */
  readonly tasks: readonly Task[]
  /** Where the task is written; an empty place for a task that was not read here. */
  placeOf(task: Task): Place
  /** Variables that paths of data files name. */
  readonly variables: ReadonlySet<string>
}

interface ReadSuite {
  readonly suite: LoadedSuite
  readonly place: Place
  readonly taskPlaces: ReadonlyMap<Task, Place>
  readonly variables: ReadonlySet<string>
}

/** The path of a suite file, or a suite from code. */
export type SuiteSource = string | YamlDocument

/** Reads and checks suites and their items. @throws InputError with every problem of every one. */
export async function loadSuites(
  sources: readonly SuiteSource[],
  options: LoadSuitesOptions,
): Promise<LoadedSuites> {
  const problems = new CollectedProblems()
  const schema = suiteSchema(options.vocabulary)
  const read: ReadSuite[] = []
  for (const source of sources) {
    const suite = await problems.during(() => readSuite(source, schema, options))
    if (suite !== undefined) read.push(suite)
  }
  const places = new Map(read.flatMap(({ taskPlaces }) => [...taskPlaces]))
  problems.add(...nameProblems(read))
  problems.throwAny()
  const suites = read.map(({ suite }) => suite)
  return {
    suites,
    tasks: suites.flatMap(({ tasks }) => tasks),
    placeOf: (task) => places.get(task) ?? {},
    variables: new Set(read.flatMap(({ variables }) => [...variables])),
  }
}

async function readSuite(
  source: SuiteSource,
  schema: ReturnType<typeof suiteSchema>,
  options: LoadSuitesOptions,
): Promise<ReadSuite> {
  const document = typeof source === 'string' ? parseYaml(await readText(source), source) : source
  if (document.value === null) throw new InputError({ file: document.file, message: 'the file is empty' })
  const checked = checkValue(schema, document.value, document)
  if (!checked.ok) throwProblems(checked.issues.map(({ problem }) => problem))
  return tasksOf((checked as { value: WrittenSuite }).value, document, options)
}

async function tasksOf(
  written: WrittenSuite,
  document: YamlDocument,
  { vocabulary, items, checkTask = () => undefined, env = {}, scorers }: LoadSuitesOptions,
): Promise<ReadSuite> {
  const problems = new CollectedProblems()
  const taskPlaces = new Map<Task, Place>()
  const waiting: WaitingTask[] = []
  const variables = new Set<string>()
  for (const [index, entry] of written.tasks.entries()) {
    const settings = taskSettings(written, entry, index)
    for (const file of namedFiles(settings)) for (const name of variablesIn(file.written)) variables.add(name)
    const unset = unsetVariable(settings, env, document)
    if (unset !== undefined) {
      waiting.push({ name: entry.name, suite: written.suite, problem: unset })
      continue
    }
    const task = await problems.during(() =>
      buildTask(settings, {
        suite: written.suite,
        document,
        vocabulary,
        source: items,
        env,
        scorers,
        checkTask,
      }),
    )
    if (task !== undefined) taskPlaces.set(task, document.placeOf(['tasks', index, 'name']))
  }
  problems.throwAny()
  const suite = {
    name: written.suite,
    description: written.description,
    tasks: [...taskPlaces.keys()],
    ...(waiting.length === 0 ? {} : { waiting }),
    ...(written.run === undefined ? {} : { run: written.run }),
  }
  return { suite, place: document.placeOf(['suite']), taskPlaces, variables }
}

/** Names are unique: of suites, of tasks over all suites, and a name is not both. */
function nameProblems(read: readonly ReadSuite[]): readonly Problem[] {
  const problems: Problem[] = []
  const suites = new Map<string, Place>()
  const tasks = new Map<string, Place>()
  const claim = (names: Map<string, Place>, kind: string, name: string, place: Place) => {
    const earlier = names.get(name)
    if (earlier === undefined) names.set(name, place)
    else
      problems.push({
        ...place,
        message: `the ${kind} name "${name}" is given twice, first at ${placeText(earlier)}`,
      })
  }
  for (const { suite, place, taskPlaces } of read) {
    claim(suites, 'suite', suite.name, place)
    for (const [task, taskPlace] of taskPlaces) claim(tasks, 'task', task.name, taskPlace)
  }
  for (const { suite, taskPlaces } of read)
    for (const [task, place] of taskPlaces)
      if (suites.has(task.name) && !(suite.name === task.name && suite.tasks.length === 1))
        problems.push({ ...place, message: `the task name "${task.name}" is also the name of a suite` })
  return problems
}
