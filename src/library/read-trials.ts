import type { Result } from '../domain/result.ts'

/**
 * The trials of a run, in the order of trials.csv: those of the run's current plan, each as it was answered last. The
 * file is read as a stream. Nothing is written.
 *
 * @param folder of a run: `summary.folder`, or `results/NAME`
 * @throws InputError, at the first step, for a folder that is no run or has no trials
 * @example
 * for await (const { model, item, scores } of readTrials('results/try'))
 *   if (scores.score_exact_match === 0) log(model, item)
 */
export async function* readTrials(folder: string): AsyncGenerator<Result, void, undefined> {
  const { comparedRun } = await import('../commands/comparing/compared-run.ts')
  const { plannedKeys } = await import('../commands/planned-keys.ts')
  const { readResults } = await import('../results/read-results.ts')
  const { runPaths } = await import('../results/run-folder.ts')
  const { plan } = await comparedRun(folder)
  yield* readResults(runPaths(folder).trials, plannedKeys(plan), { superseded: 0 })
}
