import { existsSync } from 'node:fs'
import { curveBuilder } from '../curves/aggregate.ts'
import type { Cell } from '../curves/cell.ts'
import { type CurveContext, curveTaskOf } from '../curves/curve-context.ts'
import type { MetricPair } from '../curves/verdict/run-verdicts.ts'
import { InputError } from '../domain/input-error.ts'
import type { Point } from '../domain/point.ts'
import type { Result } from '../domain/result.ts'
import type { Task } from '../domain/task.ts'
import { readResults } from '../results/read-results.ts'
import { runPaths, type StoredRun } from '../results/run-folder.ts'
import type { Plan } from '../run/plan.ts'
import { metricOf } from '../scorers/compile-scorers.ts'
import { readEarlyStops } from './early-stops.ts'
import { flippedScorer } from './flipped-score.ts'
import { plannedKeys } from './planned-keys.ts'

/** What a run's trials.csv says, read once. */
export interface LoadedCurves {
  readonly context: CurveContext
  /** Of tasks; suites are not among them. */
  readonly points: readonly Point[]
  /** Items' scores by model and condition, for tests between points. */
  readonly cells: readonly Cell[]
  /** Rows that are not of the current plan. */
  readonly superseded: number
  /** What early stops left out, in lines for the person. */
  readonly stopLines: readonly string[]
}

/**
 * Reads the results of a run into points and item scores.
 * @param watch sees the results go by
 * @throws InputError when the run has no trials yet
 */
export async function loadCurves(
  folder: string,
  run: StoredRun,
  plan: Plan,
  watch: (results: AsyncIterable<Result>) => AsyncIterable<Result> = (results) => results,
): Promise<LoadedCurves> {
  const { trials } = runPaths(folder)
  if (!existsSync(trials))
    throw new InputError({ message: 'has no trials.csv yet', file: folder, hint: 'icl run makes it' })
  const counts = { superseded: 0 }
  const planned = plannedKeys(plan)
  const results = (into = { superseded: 0 }) => readResults(trials, planned, into, { texts: false })
  const rule = run.manifest.stop_when
  const stops = rule && (await readEarlyStops(plan, { ciWidth: rule.ci_width }, results()))
  const rows = results(counts)
  const context = contextOf(run)
  const builder = curveBuilder(context)
  for await (const row of watch(stops?.kept(rows) ?? rows)) builder.add(row)
  const points = builder.points()
  return {
    context,
    points: stops === undefined ? points : points.map(stops.marked),
    cells: builder.cells(),
    superseded: counts.superseded,
    stopLines: stops?.lines() ?? [],
  }
}

/** The metrics that tasks are judged by, by task name. */
export function metricPairs(tasks: readonly Task[]): ReadonlyMap<string, MetricPair> {
  return new Map(tasks.map(({ name, primary, companion }) => [name, { primary, companion }]))
}

/** What the rows of a run do not say of themselves. */
export function contextOf({ manifest, tasks }: StoredRun): CurveContext {
  const simulated = new Set(manifest.simulated_providers)
  return {
    tasks: tasks.map((task) => ({
      ...curveTaskOf(task, (spec) => metricOf(task, spec)),
      againstFlipped: flippedScorer(task),
    })),
    models: Object.fromEntries(
      manifest.models.map(({ model }) => [
        model.name,
        {
          source: simulated.has(model.provider) ? 'simulated' : 'run',
          trainingTokens: model.trainingTokens,
          trainingFlops: model.trainingFlops,
        },
      ]),
    ),
  }
}
