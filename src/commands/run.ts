import type { LineOptions } from '../curves/item-matrices.ts'
import type { CodeRunner } from '../domain/code-runner.ts'
import { EXIT } from '../domain/exit-code.ts'
import { InputError } from '../domain/input-error.ts'
import type { Model } from '../domain/model.ts'
import type { Provider } from '../domain/provider.ts'
import type { Result } from '../domain/result.ts'
import type { PlannedModel } from '../domain/trial.ts'
import { makeRunFolder, runPaths, writeRun } from '../results/run-folder.ts'
import { lockRun } from '../results/run-lock.ts'
import type { StoredProbe } from '../results/run-manifest.ts'
import { runRecorder } from '../results/run-recorder.ts'
import { writeScorers } from '../results/stored-scorers.ts'
import { openTrialsFile } from '../results/trials-file.ts'
import type { Budget, BudgetLimits } from '../run/budget.ts'
import type { DeterminismFinding } from '../run/determinism-probe.ts'
import type { Plan } from '../run/plan.ts'
import { repeatsNotice } from '../run/repeats-notice.ts'
import { runPlan } from '../run/run-plan.ts'
import { budgetLines } from './budget-lines.ts'
import { changedScoring, changedScoringLines } from './changed-scoring.ts'
import { type CodeSandbox, openCodeSandbox } from './code-sandbox.ts'
import { fetchWeights } from './fetch-weights.ts'
import type { Host } from './host.ts'
import { identifyModels } from './identify-models.ts'
import { type JudgedAnswers, judgeAnswers } from './judge-answers.ts'
import { makeProviders } from './make-providers.ts'
import { manifestOf } from './manifest-of.ts'
import type { OpenJudgesOptions } from './open-judges.ts'
import { type ResolvedRun, type RunFlags, resolveRun } from './resolve-run.ts'
import { retryPolicyOf } from './retry-policy.ts'
import { runLimits } from './run-limits.ts'
import { scoreColumns, scorerOf } from './scoring.ts'
import { storedPlacement } from './stored-placement.ts'
import { type ModelProblem, startTally, type Tally } from './tally.ts'
import { tokenEstimates } from './token-estimates.ts'
import { trafficLimitsOf } from './traffic-limits.ts'
import { type ConfigInCode, readWorkspace, runFolder, type Workspace } from './workspace.ts'

export interface RunOptions extends RunFlags {
  /** A config file, or a config from code. */
  readonly config: string | ConfigInCode
  /** Leave trials whose last row is `failed` as they are. */
  readonly retryFailed: boolean
  /** What may differ within a line of models; joined families count as declared to be one line. */
  readonly join?: LineOptions['join'] | undefined
  /** Told of each trial when its row is appended. */
  readonly onResult?: ((result: Result) => void) | undefined
}

/** What became of a run. */
export interface RunOutcome {
  readonly name: string
  readonly folder: string
  readonly exitCode: (typeof EXIT)['ok' | 'someFailed' | 'badInput' | 'stoppedByBudget' | 'interrupted']
  readonly tally: Tally
  /** Models that were not run, or not to the end. */
  readonly problems: readonly ModelProblem[]
  /** Limits of the budget that kept trials or judgements from being asked. */
  readonly reached: ReadonlySet<keyof BudgetLimits>
}

/** `icl run`: asks what is not yet answered, then draws the curves. Returns the exit code. */
export async function runCommand(host: Host, options: RunOptions): Promise<number> {
  return (await performRun(host, options)).exitCode
}

/** As `icl run` does; tells what became of it. @throws InputError */
export async function performRun(host: Host, options: RunOptions): Promise<RunOutcome> {
  const startedAt = host.monotonic()
  const workspace = await readWorkspace(host, options.config, options)
  const resolved = resolveRun(workspace, options)
  const folder = runFolder(workspace.config, resolved.name)
  const paths = runPaths(folder)
  await makeRunFolder(folder)
  const owner = { pid: host.pid, host: host.hostName, since: new Date(host.now()).toISOString() }
  const release = await lockRun(paths.lock, { owner, isAlive: host.isAlive })
  try {
    return await runLocked(host, workspace, resolved, folder, { ...options, startedAt })
  } finally {
    await release()
  }
}

async function runLocked(
  host: Host,
  workspace: Workspace,
  resolved: ResolvedRun,
  folder: string,
  options: RunOptions & { readonly startedAt: number },
): Promise<RunOutcome> {
  const providers = await makeProviders(host, workspace, [...resolved.models, ...resolved.judges])
  const { planned, judges, problems } = await readyModels(host, workspace, resolved, providers)
  const plan: Plan = { ...resolved.factors, models: planned }
  const manifest = manifestOf(host, workspace, resolved.name, plan, providers, resolved.stopWhen, judges)
  const changed = await changedScoring(folder, plan.tasks)
  await writeScorers(folder, plan.tasks, workspace.scorers.sourceOf)
  await writeRun(folder, manifest, plan.tasks)
  const { trials: trialsPath, judgements: judgementsPath } = runPaths(folder)
  host.settleHeap()
  const trials = await openTrialsFile(trialsPath, scoreColumns(plan.tasks))
  const tally = startTally(host, plan, trials, options.retryFailed)
  const recorder = runRecorder(folder)
  const estimates = tokenEstimates(plan, recorder.recordEstimate)
  const { isDone } = tally
  const { startedAt } = options
  const limits = await runLimits(host, plan, resolved, {
    ...{ trialsPath, judgementsPath, judges, isDone, startedAt },
  })
  const inVain = repeatsNotice(plan)
  if (inVain !== undefined) host.note(inVain)
  let sandbox: CodeSandbox | undefined
  try {
    // A machine that cannot run code is told before anything is asked.
    if (planned.some((model) => tally.planned(model) > 0)) sandbox = await openCodeSandbox(host, plan.tasks)
    if (sandbox !== undefined) recorder.recordSandbox(sandbox.layers)
    await runPlan(plan, {
      ...runnersOf(host, workspace, sandbox?.runner),
      ...limits,
      providers,
      isDone,
      hasWork: (model) =>
        limits.earlyStop === undefined
          ? tally.planned(model) > 0
          : limits.earlyStop.lacking(model).length > 0,
      append: (result) => {
        trials.append(result)
        tally.count(result)
        estimates.count(result)
        options.onResult?.(result)
      },
      onModelStart: tally.start,
      onModelOpened: (model, session) => {
        const { placement } = session
        if (placement !== undefined) recorder.recordPlacement(model.model.name, storedPlacement(placement))
        return estimates.opened(model, session)
      },
      onModelEnd: tally.end,
      probe: resolved.probe,
      onProbe: ({ model }, finding) => recorder.recordProbe(model.name, storedProbe(finding)),
      notice: tally.say,
    })
  } finally {
    await trials.close()
    await sandbox?.close()
    await recorder.settled()
  }
  const judged = host.draining.aborted
    ? NOT_JUDGED
    : await judgeAnswers(host, {
        ...{ folder, plan, judges, providers, library: workspace.scorers, budget: limits.budget },
        depsOf: judgeDepsOf(host, workspace),
      })
  // Loaded only now: the first request need not wait for the charts.
  const { drawRun } = await import('./draw-run.ts')
  await drawRun(host, folder, options.join === undefined ? {} : { join: options.join })
  for (const line of closingLines(tally, judged, estimates, limits.budget, resolved)) host.out(line)
  for (const line of changedScoringLines(changed, resolved.name)) host.out(line)
  return {
    ...{ name: resolved.name, folder, tally },
    exitCode: exitCode(host, tally, judged, problems),
    problems: [
      ...Array.from(problems, ([model, error]) => ({ model: model.name, error })),
      ...tally.problems,
    ],
    reached: new Set([...tally.reached, ...judged.reached]),
  }
}

/** The models and judges whose weights are here and which their providers know, and why the others are not asked. */
async function readyModels(
  host: Host,
  workspace: Workspace,
  { models, judges }: ResolvedRun,
  providers: ReadonlyMap<string, Provider>,
): Promise<{
  planned: readonly PlannedModel[]
  judges: readonly PlannedModel[]
  problems: ReadonlyMap<Model, Error>
}> {
  const all = [...new Set([...models, ...judges])]
  const problems = await fetchAll(host, workspace, all)
  const { planned, unknown } = await identifyModels(
    all.filter((model) => !problems.has(model)),
    providers,
  )
  for (const { model, error } of unknown) problems.set(model, error)
  for (const [model, error] of problems) host.note(`${model.name} is not run: ${error.message}`)
  return {
    planned: planned.filter(({ model }) => models.includes(model)),
    judges: planned.filter(({ model }) => judges.includes(model)),
    problems,
  }
}

const NOT_JUDGED: JudgedAnswers = { lines: [], reached: new Set(), lacking: 0 }

/** What a judge's calls take, as those of any model of its provider do. */
function judgeDepsOf(host: Host, workspace: Workspace): OpenJudgesOptions['depsOf'] {
  const { limitsOf, policyOf, ...runners } = runnersOf(host, workspace)
  return (provider) => ({
    ...runners,
    limits: limitsOf(provider),
    policy: policyOf(provider),
    notice: host.note,
  })
}

/** What running takes from the machine and the config, whatever the run asks. */
function runnersOf(host: Host, { config, scorers }: Workspace, code?: CodeRunner) {
  return {
    limitsOf: (provider: string) => trafficLimitsOf(config.providers.get(provider)),
    policyOf: (provider: string) => retryPolicyOf(config.providers.get(provider)),
    scorerOf: scorerOf({ custom: scorers.get, code }),
    timestamp: () => new Date(host.now()).toISOString(),
    now: host.monotonic,
    sleep: host.sleep,
    startTimer: host.startTimer,
    random: host.random,
    signal: host.aborted,
    draining: host.draining,
  }
}

function storedProbe({ repeatsAlone, repeatsBesideOthers, prompts }: DeterminismFinding): StoredProbe {
  return { repeats_alone: repeatsAlone, repeats_beside_others: repeatsBesideOthers, prompts }
}

function closingLines(
  tally: Tally,
  judged: JudgedAnswers,
  estimates: ReturnType<typeof tokenEstimates>,
  budget: Budget | undefined,
  resolved: ResolvedRun,
): string[] {
  const lines = ['', ...tally.summary(), ...judged.lines, ...estimates.lines()]
  if (budget === undefined) return lines
  const reached = new Set([...tally.reached, ...judged.reached])
  const spent = { limits: resolved.budget, budget, reached, left: tally.left() }
  return [...lines, ...budgetLines(spent)]
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

function exitCode(
  host: Host,
  tally: Tally,
  judged: JudgedAnswers,
  problems: ReadonlyMap<Model, Error>,
): RunOutcome['exitCode'] {
  if (host.draining.aborted) return EXIT.interrupted
  const errors = [...problems.values(), ...tally.problems.map(({ error }) => error)]
  if (errors.some((error) => error instanceof InputError)) return EXIT.badInput
  if (tally.reached.size + judged.reached.size > 0) return EXIT.stoppedByBudget
  return errors.length > 0 || tally.failed() + tally.unscored() + judged.lacking > 0
    ? EXIT.someFailed
    : EXIT.ok
}
