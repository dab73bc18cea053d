import { checkShots } from '../config/check-shots.ts'
import { placeOfSetting } from '../config/place-of-setting.ts'
import { requireEnvironment } from '../config/require-environment.ts'
import { type BudgetSettings, type RunSettings, settingsOfTask } from '../config/run-settings.ts'
import { selectModels } from '../config/select-models.ts'
import { selectTasks } from '../config/select-tasks.ts'
import { InputError, unknownName } from '../domain/input-error.ts'
import type { Model } from '../domain/model.ts'
import { nearestName } from '../domain/nearest.ts'
import type { Task } from '../domain/task.ts'
import type { StopRule } from '../run/early-stop.ts'
import type { Plan, TaskFactors } from '../run/plan.ts'
import { judgesOf } from '../scorers/judge-of.ts'
import { checkTrialsNeeded } from '../scorers/trials-needed.ts'
import { checkPrices } from './check-prices.ts'
import { suiteRun } from './suite-run.ts'
import type { SuiteFlags, Workspace } from './workspace.ts'

/** What the command line may narrow or change of a configured run. */
export interface RunFlags extends SuiteFlags {
  readonly run?: string | undefined
  readonly tasks?: readonly string[] | undefined
  readonly models?: readonly string[] | undefined
  readonly shots?: readonly number[] | undefined
  readonly limit?: number | undefined
  readonly seed?: number | undefined
  readonly budgetUsd?: number | undefined
  readonly budgetTokens?: number | undefined
  readonly budgetMinutes?: number | undefined
}

/** A run before its models are identified. */
export interface ResolvedRun {
  readonly name: string
  readonly models: readonly Model[]
  /** The models that metrics of its tasks ask. */
  readonly judges: readonly Model[]
  readonly factors: Omit<Plan, 'models'>
  /** Whether models are probed for answering the same again. */
  readonly probe: boolean
  readonly budget: BudgetSettings
  readonly stopWhen?: StopRule | undefined
}

const RUN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/
/** Folders under results/ that hold committed runs: no command writes there. */
const RESERVED = new Set(['reference', 'published'])

/** The run that the config and the flags ask for. @throws InputError */
export function resolveRun(workspace: Workspace, flags: RunFlags): ResolvedRun {
  const { config, loaded } = workspace
  const { name, settings } = settingsOf(workspace, flags)
  const written = config.runs.has(name) ? name : undefined
  const models =
    flags.models === undefined
      ? selectModels(config.models, settings.models, (index) =>
          placeOfSetting(config, written, ['models', index]),
        )
      : selectModels(config.models, flags.models)
  const settingsFor = (task: Task): RunSettings => withFlags(settingsOfTask(settings, task), flags)
  const selected =
    flags.tasks === undefined
      ? selectTasks(loaded.suites, settings.tasks, (index) =>
          placeOfSetting(config, written, ['tasks', index]),
        )
      : selectTasks(loaded.suites, flags.tasks)
  checkShots(selected, (task) => settingsFor(task).shots, loaded.placeOf)
  checkInstructions(selected, settings)
  checkTrialsNeeded(selected.map((task) => ({ task, ...settingsFor(task) })))
  const judges = selectModels(config.models, judgesOf(selected))
  const called = [...models, ...judges]
  requireEnvironment(config, {
    providers: new Set(called.map((model) => model.provider)),
    models: called.map((model) => model.name),
    run: written,
  })
  const budget = {
    usd: flags.budgetUsd ?? settings.budget.usd,
    tokens: flags.budgetTokens ?? settings.budget.tokens,
    minutes: flags.budgetMinutes ?? settings.budget.minutes,
  }
  checkPrices(config, called, budget)
  return {
    name,
    models,
    judges,
    probe: settings.probe,
    budget,
    stopWhen: settings.stopWhen,
    factors: {
      seed: flags.seed ?? settings.seed,
      tasks: selected.map((task) => asRunAsks(task, settingsFor(task))),
      ...factorsIn(withFlags(settings, flags)),
      renderings: settings.renderings,
      instructions: settings.instruction,
      sampling: settings.sampling,
      ...overridesOf(selected, settings, settingsFor),
    },
  }
}

function withFlags(settings: RunSettings, { shots, limit }: RunFlags): RunSettings {
  return { ...settings, shots: shots ?? settings.shots, limit: limit ?? settings.limit }
}

function factorsIn({ shots, draws, repeats, controls }: RunSettings): TaskFactors {
  return { shots: [...new Set(shots)].sort((a, b) => a - b), draws, repeats, controls }
}

/** The factors of the tasks for which the run has settings of their own. */
function overridesOf(
  tasks: readonly Task[],
  { perTask }: RunSettings,
  settingsFor: (task: Task) => RunSettings,
): Pick<Plan, 'overrides'> {
  const own = tasks.filter(({ name, suite }) => perTask.has(name) || perTask.has(suite))
  if (own.length === 0) return {}
  return { overrides: Object.fromEntries(own.map((task) => [task.name, factorsIn(settingsFor(task))])) }
}

function settingsOf(workspace: Workspace, flags: RunFlags): { name: string; settings: RunSettings } {
  const { config } = workspace
  const ofSuite = suiteRun(workspace, flags.run)
  if (ofSuite !== undefined) return { ...ofSuite, name: newName(ofSuite.name) }
  const names = [...config.runs.keys()]
  const name = flags.run ?? config.defaultRun ?? (names.length === 1 ? names[0] : undefined)
  if (name === undefined)
    throw new InputError({
      message: 'which run? The config has several and no default_run',
      allowed: names,
      hint: 'name one with --run',
    })
  const settings = config.runs.get(name)
  if (settings !== undefined) return { name, settings }
  const nearest = nearestName(name, names)
  if (nearest !== undefined) throw new InputError(unknownName('run', name, names))
  return { name: newName(name), settings: config.defaults }
}

/** A name that a run folder can have. @throws InputError */
function newName(name: string): string {
  if (!RUN_NAME.test(name) || RESERVED.has(name))
    throw new InputError({
      message: `"${name}" cannot name a run`,
      hint: 'a run name has letters, digits, ".", "_" and "-", and is not "reference" or "published"',
    })
  return name
}

function checkInstructions(tasks: readonly Task[], settings: RunSettings): void {
  if (!settings.instruction.includes('on')) return
  const without = tasks.filter((task) => task.template.instruction === undefined).map((task) => task.name)
  if (without.length > 0)
    throw new InputError({
      message: `the run asks for an instruction, and these tasks have none: ${without.join(', ')}`,
      hint: 'give each a template.instruction, or leave instruction off',
    })
}

function asRunAsks(task: Task, settings: RunSettings): Task {
  const { limit } = settings
  return {
    ...task,
    queries: limit === undefined ? task.queries : task.queries.slice(0, limit),
    decoding: {
      ...task.decoding,
      temperature: settings.temperature ?? task.decoding.temperature,
      maxTokens: settings.maxTokens ?? task.decoding.maxTokens,
    },
  }
}
