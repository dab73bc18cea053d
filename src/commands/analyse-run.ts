import { type Findings, findingsOf } from '../charts/findings/findings.ts'
import type { LineOptions } from '../curves/item-matrices.ts'
import { type RunVerdict, runVerdicts } from '../curves/verdict/run-verdicts.ts'
import type { Point } from '../domain/point.ts'
import type { Result } from '../domain/result.ts'
import type { StoredRun } from '../results/run-folder.ts'
import type { Plan } from '../run/plan.ts'
import { type LoadedCurves, loadCurves, metricPairs } from './load-curves.ts'
import { type SuiteScores, suiteScores } from './suite-scores.ts'

/** All that a run's trials say without a model being called. */
export interface AnalysedRun {
  readonly loaded: LoadedCurves
  readonly suites: SuiteScores
  /** Of tasks, then of suites: curve.csv. */
  readonly points: readonly Point[]
  readonly verdicts: readonly RunVerdict[]
  readonly findings: Findings
}

/**
 * Points and verdicts of a run, from its folder alone.
 *
 * @param options.join what may differ within a line of models that a verdict is about
 * @param options.watch sees the results go by
 * @throws InputError when the run has no trials
 */
export async function analyseRun(
  folder: string,
  run: StoredRun,
  {
    join,
    watch,
  }: {
    readonly join?: LineOptions['join']
    readonly watch?: (results: AsyncIterable<Result>) => AsyncIterable<Result>
  } = {},
): Promise<AnalysedRun> {
  const plan: Plan = { ...run.manifest, tasks: run.tasks }
  const loaded = await loadCurves(folder, run, plan, watch)
  const verdicts = runVerdicts(loaded.cells, loaded.context, {
    pairs: metricPairs(run.tasks),
    ...(join === undefined ? {} : { join }),
  })
  const suites = suiteScores(run.tasks, loaded.points)
  return {
    ...{ loaded, suites, verdicts },
    points: [...loaded.points, ...suites.points],
    findings: findingsOf(verdicts),
  }
}
