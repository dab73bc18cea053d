import { isScored } from '../domain/outcome.ts'
import type { Result } from '../domain/result.ts'
import type { PlannedModel } from '../domain/trial.ts'
import type { TrialsFile } from '../results/trials-file.ts'
import type { BudgetLimits } from '../run/budget.ts'
import type { Plan } from '../run/plan.ts'
import type { ModelEnd } from '../run/run-plan.ts'
import { countOpenTrials } from '../run/trial-group.ts'
import type { Host } from './host.ts'
import { countResult, type ModelProgress } from './progress.ts'
import { progressView } from './progress-view.ts'
import { trialsText } from './trials-text.ts'

/** Why a model was not asked, or not to the end. */
export interface ModelProblem {
  /** Its name. */
  readonly model: string
  readonly error: Error
}

/** Counts what a run does and what it found done, and shows it as it goes. */
export interface Tally {
  /** Whether a trial was answered before this run. */
  isDone(key: string): boolean
  /** Trials this run has to do for a model. */
  planned(planned: PlannedModel): number
  start(planned: PlannedModel): void
  count(result: Result): void
  end(planned: PlannedModel, end: ModelEnd): void
  say(line: string): void
  /** Why models stopped or were never opened. */
  readonly problems: readonly ModelProblem[]
  /** Trials that this run finished, whatever came of them, and those that it found done. */
  ran(): number
  found(): number
  failed(): number
  /** Trials that did not apply to their model. */
  skipped(): number
  /** Trials that were answered and lack a score that they should have. */
  unscored(): number
  /** Limits of the budget that kept trials from starting. */
  readonly reached: ReadonlySet<keyof BudgetLimits>
  /** Trials of the plan that have no row yet. */
  left(): number
  /** The closing lines. */
  summary(): string[]
}

/** A tally of a run that is about to start. */
export function startTally(host: Host, plan: Plan, trials: TrialsFile, retryFailed: boolean): Tally {
  const isDone = (key: string): boolean => trials.done.has(key) || (!retryFailed && trials.failed.has(key))
  const counts = new Map(
    plan.models.map((planned) => [planned.model.name, countOpenTrials(plan, planned, isDone)]),
  )
  const primary = new Map(plan.tasks.map((task) => [task.name, task.primary]))
  const view = progressView(host, Math.max(0, ...plan.models.map(({ model }) => model.name.length)))
  const progresses = new Map<string, ModelProgress>()
  const skipped = new Map<string, number>()
  const problems: ModelProblem[] = []
  const reached = new Set<keyof BudgetLimits>()
  let ran = 0
  let failed = 0
  let unscored = 0
  const planned = ({ model }: PlannedModel): number => counts.get(model.name)?.open ?? 0
  const found = (): number => [...counts.values()].reduce((sum, count) => sum + count.done, 0)
  return {
    isDone,
    planned,
    problems,
    ran: () => ran,
    found,
    failed: () => failed,
    skipped: () => [...skipped.values()].reduce((sum, count) => sum + count, 0),
    unscored: () => unscored,
    reached,
    left: () => [...counts.values()].reduce((sum, count) => sum + count.open, -ran),
    say: view.say,
    start: (model) => {
      const progress = newProgress(model.model.name, planned(model), host.monotonic())
      progresses.set(model.model.name, progress)
      view.start(progress)
    },
    count: (result) => {
      ran++
      if (result.outcome === 'failed') failed++
      if (isScored(result.outcome) && result.error !== undefined) unscored++
      if (result.outcome === 'skipped') add(skipped, skippedText(result))
      const progress = progresses.get(result.model)
      if (progress === undefined) return
      countResult(progress, result, primary.get(result.task) ?? '', host.monotonic())
      view.changed(progress)
    },
    end: ({ model }, end) => {
      const progress = progresses.get(model.name)
      if (progress !== undefined) view.end(progress)
      if (end.state === 'out-of-budget') reached.add(end.reached.limit)
      if (end.state !== 'not-opened' && end.state !== 'stopped') return
      problems.push({ model: model.name, error: end.error })
      view.say(
        `${model.name} ${end.state === 'stopped' ? 'was stopped' : 'is not run'}: ${end.error.message}`,
      )
    },
    summary: () => {
      const lines = [`ran ${trialsText(ran)}, found ${trialsText(found())} done before`]
      if (failed > 0) lines.push(`${trialsText(failed)} failed: the same command tries them again`)
      if (unscored > 0)
        lines.push(
          `${trialsText(unscored)} without a score, the column error says why: icl rescore scores them when that is mended`,
        )
      for (const [where, count] of skipped) lines.push(`skipped ${trialsText(count)}: ${where}`)
      if (host.draining.aborted) lines.push('interrupted: the same command goes on from here')
      return lines
    },
  }
}

function newProgress(model: string, planned: number, now: number): ModelProgress {
  return {
    model,
    planned,
    done: 0,
    failed: 0,
    skipped: 0,
    scored: 0,
    scoreSum: 0,
    startedAt: now,
    lastAt: now,
  }
}

/** Where a trial was skipped and why; the numbers in the reason differ from trial to trial. */
function skippedText({ model, task, rendering, shots, error }: Result): string {
  return `${model}, ${task}, ${rendering}, ${shots} shots (${error?.split(':')[0] ?? 'not applicable'})`
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
