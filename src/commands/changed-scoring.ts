import { existsSync } from 'node:fs'
import type { Task } from '../domain/task.ts'
import { readRun, runPaths } from '../results/run-folder.ts'
import { scoringDefinitions } from '../run/scoring-definitions.ts'
import { withScoringOf } from '../run/with-scoring-of.ts'
import { judgeOf } from '../scorers/judge-of.ts'

/**
 * The tasks of a run folder whose questions are the same by now and whose metrics or extractions are not: what stands in
 * trials.csv was scored otherwise. Asked before the folder's tasks are written anew.
 */
export async function changedScoring(folder: string, tasks: readonly Task[]): Promise<string[]> {
  const { manifest, trials } = runPaths(folder)
  if (!existsSync(manifest) || !existsSync(trials)) return []
  const { tasks: stored } = await readRun(folder)
  return stored
    .filter((before) => {
      const fresh = tasks.find(({ name }) => name === before.name)
      if (fresh === undefined || withScoringOf(before, fresh) === undefined) return false
      const was = scoringDefinitions(before)
      const is = scoringDefinitions(fresh)
      // A judge that is new is asked about every answer by the run itself.
      return fresh.metrics.some(
        (spec) =>
          was.get(spec.column) !== is.get(spec.column) &&
          (was.has(spec.column) || judgeOf(spec) === undefined),
      )
    })
    .map(({ name }) => name)
}

/** What to do about it, for the person. */
export function changedScoringLines(tasks: readonly string[], run: string): string[] {
  if (tasks.length === 0) return []
  return [
    `metrics or extractions of ${tasks.join(', ')} have changed since their first answers were scored: icl rescore ${run} scores all alike`,
  ]
}
