import {
  type Control,
  type Instruction,
  type Rendering,
  SAMPLINGS,
  type Sampling,
} from '../domain/factors.ts'
import type { Task } from '../domain/task.ts'
import type { WrittenRun } from './run-schema.ts'

/** What a run may use; what is absent is not limited. */
export interface BudgetSettings {
  readonly usd?: number | undefined
  readonly tokens?: number | undefined
  readonly minutes?: number | undefined
}

/** What a run asks of one task otherwise than of the others. */
interface TaskOverrides {
  readonly shots?: readonly number[] | undefined
  readonly draws?: number | undefined
  readonly repeats?: number | undefined
  readonly controls?: readonly Control[] | undefined
  readonly limit?: number | undefined
  readonly temperature?: number | undefined
  readonly maxTokens?: number | undefined
}

/** What a run asks. */
export interface RunSettings {
  /** Names of tasks or suites; all where absent. */
  readonly tasks?: readonly string[] | undefined
  /** Names of models; all where absent. */
  readonly models?: readonly string[] | undefined
  /** By the name of a task or suite. */
  readonly perTask: ReadonlyMap<string, TaskOverrides>
  readonly shots: readonly number[]
  readonly draws: number
  readonly repeats: number
  readonly renderings: readonly Rendering[]
  readonly instruction: readonly Instruction[]
  readonly controls: readonly Control[]
  readonly sampling: Sampling
  /** Queries asked in each task, the first ones; all where absent. */
  readonly limit?: number | undefined
  readonly seed: number
  /** Overrides the tasks' own. */
  readonly temperature?: number | undefined
  /** Overrides the tasks' own. */
  readonly maxTokens?: number | undefined
  readonly budget: BudgetSettings
  /** When a point is precise enough to ask no further items; absent: all items are asked. */
  readonly stopWhen?: { readonly ciWidth: number } | undefined
  /** Whether models whose engine does not guarantee it are probed for answering the same again. */
  readonly probe: boolean
}

/** What a run asks where nothing is written. */
export const BUILT_IN_RUN: RunSettings = {
  perTask: new Map(),
  shots: [0, 1, 2, 4, 8],
  draws: 1,
  repeats: 1,
  renderings: ['raw'],
  instruction: ['off'],
  controls: ['gold'],
  sampling: 'shared',
  seed: 1,
  budget: {},
  probe: true,
}

/** Run settings as written over those they fall back to, key by key. */
export function runSettings(written: WrittenRun, fallback: RunSettings): RunSettings {
  const set: { [Key in keyof RunSettings]: RunSettings[Key] | undefined } = {
    tasks: written.tasks,
    models: written.models,
    perTask: written.per_task && perTaskOf(written.per_task),
    shots: knownAll(written.shots),
    draws: known(written.draws),
    repeats: known(written.repeats),
    renderings: written.renderings,
    instruction: written.instruction && [...new Set(written.instruction.map(instructionOf))],
    controls: written.controls,
    sampling: SAMPLINGS.find((sampling) => sampling === written.sampling),
    limit: known(written.limit),
    seed: known(written.seed),
    temperature: known(written.temperature),
    maxTokens: known(written.max_tokens),
    budget: budgetOf(written.budget, fallback.budget),
    stopWhen: stopWhenOf(written.stop_when),
    probe: written.probe,
  }
  return {
    ...fallback,
    ...Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)),
  }
}

function perTaskOf(written: NonNullable<WrittenRun['per_task']>): ReadonlyMap<string, TaskOverrides> {
  return new Map(
    Object.entries(written).map(([name, { max_tokens, ...task }]) => [
      name,
      {
        shots: knownAll(task.shots),
        draws: known(task.draws),
        repeats: known(task.repeats),
        controls: task.controls,
        limit: known(task.limit),
        temperature: known(task.temperature),
        maxTokens: known(max_tokens),
      },
    ]),
  )
}

/** The run's settings as they are for one task: its own overrides over those of its suite over the run's. */
export function settingsOfTask(run: RunSettings, task: Pick<Task, 'name' | 'suite'>): RunSettings {
  const said = [run.perTask.get(task.suite), run.perTask.get(task.name)].map((overrides) =>
    Object.fromEntries(Object.entries(overrides ?? {}).filter(([, value]) => value !== undefined)),
  )
  return Object.assign({}, run, ...said)
}

/** Key by key: a limit of money in the defaults also binds a run that only limits its time. */
function budgetOf(written: WrittenRun['budget'], fallback: BudgetSettings): BudgetSettings {
  return {
    usd: known(written?.usd) ?? fallback.usd,
    tokens: known(written?.tokens) ?? fallback.tokens,
    minutes: known(written?.minutes) ?? fallback.minutes,
  }
}

function stopWhenOf(written: WrittenRun['stop_when']): RunSettings['stopWhen'] {
  const ciWidth = known(written?.ci_width)
  return ciWidth === undefined ? undefined : { ciWidth }
}

/** YAML 1.1 reads a bare `off` as false, 1.2 as text: both mean the same here. */
function instructionOf(written: Instruction | boolean): Instruction {
  if (typeof written !== 'boolean') return written
  return written ? 'on' : 'off'
}

function knownAll(written: readonly (number | string)[] | undefined): number[] | undefined {
  return written?.filter((value) => typeof value === 'number')
}

/** A number as written; unknown where its variable is not set, which is reported before any use. */
function known(written: number | string | undefined): number | undefined {
  return typeof written === 'number' ? written : undefined
}
