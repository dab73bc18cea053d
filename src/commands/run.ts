import { EXIT } from '../domain/exit-code.ts'
import { InputError } from '../domain/input-error.ts'
import type { Model } from '../domain/model.ts'
import { makeRunFolder, runPaths, writeRun } from '../results/run-folder.ts'
import { lockRun } from '../results/run-lock.ts'
import { openTrialsFile } from '../results/trials-file.ts'
import type { Plan } from '../run/plan.ts'
import { runPlan } from '../run/run-plan.ts'
import { drawRun } from './draw-run.ts'
import { fetchWeights } from './fetch-weights.ts'
import type { Host } from './host.ts'
import { identifyModels } from './identify-models.ts'
import { makeProviders } from './make-providers.ts'
import { manifestOf } from './manifest-of.ts'
import { type ResolvedRun, type RunFlags, resolveRun } from './resolve-run.ts'
import { retryPolicyOf } from './retry-policy.ts'
import { scoreColumns, scorerOf } from './scoring.ts'
import { startTally, type Tally } from './tally.ts'
import { readWorkspace, runFolder, type Workspace } from './workspace.ts'

export interface RunOptions extends RunFlags {
  readonly config: string
  /** Leave trials whose last row is `failed` as they are. */
  readonly retryFailed: boolean
}

/** `icl run`: asks what is not yet answered, then draws the curves. Returns the exit code. */
export async function runCommand(host: Host, options: RunOptions): Promise<number> {
  const workspace = await readWorkspace(host, options.config)
  const resolved = resolveRun(workspace, options)
  const folder = runFolder(workspace.config, resolved.name)
  const paths = runPaths(folder)
  await makeRunFolder(folder)
  const owner = { pid: host.pid, host: host.hostName, since: new Date(host.now()).toISOString() }
  const release = await lockRun(paths.lock, { owner, isAlive: host.isAlive })
  try {
    return await runLocked(host, workspace, resolved, folder, options)
  } finally {
    await release()
  }
}

async function runLocked(
  host: Host,
  workspace: Workspace,
  resolved: ResolvedRun,
  folder: string,
  options: RunOptions,
): Promise<number> {
  const providers = await makeProviders(host, workspace, resolved.models)
  const problems = await fetchAll(host, workspace, resolved.models)
  const { planned, unknown } = await identifyModels(
    resolved.models.filter((model) => !problems.has(model)),
    providers,
  )
  for (const { model, error } of unknown) problems.set(model, error)
  for (const [model, error] of problems) host.note(`${model.name} is not run: ${error.message}`)

  const plan: Plan = { ...resolved.factors, models: planned }
  await writeRun(folder, manifestOf(host, workspace, resolved.name, plan, providers), plan.tasks)
  const trials = await openTrialsFile(runPaths(folder).trials, scoreColumns(plan.tasks))
  const tally = startTally(host, plan, trials, options.retryFailed)
  try {
    await runPlan(plan, {
      providers,
      policyOf: (provider) => retryPolicyOf(workspace.config.providers.get(provider)),
      scorerOf: scorerOf(),
      isDone: tally.isDone,
      hasWork: (model) => tally.planned(model) > 0,
      append: (result) => {
        trials.append(result)
        tally.count(result)
      },
      onModelStart: (model) => tally.start(model),
      onModelEnd: (model, end) => tally.end(model, end),
      notice: (line) => tally.say(line),
      timestamp: () => new Date(host.now()).toISOString(),
      now: host.monotonic,
      sleep: host.sleep,
      random: host.random,
      signal: host.aborted,
      draining: host.draining,
    })
  } finally {
    await trials.close()
  }
  await drawRun(host, folder)
  host.out('')
  for (const line of tally.summary()) host.out(line)
  return exitCode(host, tally, problems)
}

async function fetchAll(
  host: Host,
  workspace: Workspace,
  models: readonly Model[],
): Promise<Map<Model, Error>> {
  const problems = new Map<Model, Error>()
  for (const model of models) {
    try {
      await fetchWeights(host, workspace.folder, [model])
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      problems.set(model, error)
    }
  }
  return problems
}

function exitCode(host: Host, tally: Tally, problems: ReadonlyMap<Model, Error>): number {
  if (host.draining.aborted) return EXIT.interrupted
  const errors = [...problems.values(), ...tally.errors]
  if (errors.some((error) => error instanceof InputError)) return EXIT.badInput
  return errors.length > 0 || tally.failed() > 0 ? EXIT.someFailed : EXIT.ok
}
