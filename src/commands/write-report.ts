import type { Result } from '../domain/result.ts'
import { reportHtml } from '../report/report-html.ts'
import type { ReportInput } from '../report/report-input.ts'
import { type Primary, trialSample } from '../report/trial-sample.ts'
import { runPaths, type StoredRun } from '../results/run-folder.ts'
import { writeAtomically } from '../results/write-atomically.ts'
import type { Plan } from '../run/plan.ts'
import { conditions, shotsOf } from '../run/trial-group.ts'
import { reportFacts } from './report-facts.ts'
import { reportLibraries } from './report-libraries.ts'
import { reportTrials } from './report-trials.ts'

/** Trials that a report holds where there are that many, and at least of each cell. */
const TRIALS = 12_000
const PER_CELL = 20

/** Gathers what a report needs while the results of a run go by, then writes it. */
export interface ReportMaker {
  /** Passes the results on. */
  seen(results: AsyncIterable<Result>): AsyncGenerator<Result>
  /** Writes the report of what was made of them. @throws InputError when the file cannot be written */
  write(
    file: string,
    made: Pick<ReportInput, 'points' | 'verdicts' | 'tests' | 'rules' | 'standings'> & {
      /** What the reader should know before the numbers. */
      readonly remarks: readonly string[]
    },
  ): Promise<void>
}

/** A maker of the report of a run. */
export function reportMaker(folder: string, run: StoredRun, plan: Plan): ReportMaker {
  const paths = runPaths(folder)
  const primaries = new Map<string, Primary>(
    run.tasks.map(({ name, primary, maximum }) => [name, { column: primary, maximum }]),
  )
  const perCell = Math.max(PER_CELL, Math.floor(TRIALS / Math.max(1, countCells(plan))))
  const { seed } = run.manifest
  const sampler = trialSample({ perCell, seed, primaryOf: (task) => primaries.get(task) })
  let from: string | undefined
  let to: string | undefined
  return {
    seen: async function* (results) {
      for await (const result of results) {
        sampler.add(result)
        const { finishedAt } = result
        if (from === undefined || finishedAt < from) from = finishedAt
        if (to === undefined || finishedAt > to) to = finishedAt
        yield result
      }
    },
    write: async (file, { remarks, ...made }) => {
      const page = reportHtml({
        facts: reportFacts(run.manifest, { from, to }, remarks),
        tasks: run.tasks.map(({ name, suite, description, primary, companion }) => ({
          name,
          suite,
          description,
          primary: primary.replace(/^score_/u, ''),
          companion: companion?.replace(/^score_/u, ''),
        })),
        ...made,
        trials: await reportTrials(paths.trials, plan, sampler.keys()),
        sample: { perCell, seed, counts: sampler.counts() },
        libraries: await reportLibraries(),
      })
      await writeAtomically(file, [page])
    },
  }
}

/** Every number of shots under every condition, for each model: what a cell is, whatever its draws. */
function countCells(plan: Plan): number {
  let count = 0
  for (const condition of conditions(plan))
    if (condition.draw === 0) count += shotsOf(plan, condition).length * plan.models.length
  return count
}
