import { existsSync } from 'node:fs'
import type { Digest } from '../../domain/digest.ts'
import { InputError } from '../../domain/input-error.ts'
import { itemDigest } from '../../domain/item.ts'
import type { Result } from '../../domain/result.ts'
import type { Task } from '../../domain/task.ts'
import { readResults } from '../../results/read-results.ts'
import { readRun, runPaths, type StoredRun } from '../../results/run-folder.ts'
import { factorsOf, type Plan } from '../../run/plan.ts'
import { plannedKeys } from '../planned-keys.ts'

/** A side of a comparison. */
export interface ComparedRun extends StoredRun {
  readonly folder: string
  readonly plan: Plan
}

/** @throws InputError where the folder is no run or has no trials */
export async function comparedRun(folder: string): Promise<ComparedRun> {
  const run = await readRun(folder)
  if (!existsSync(runPaths(folder).trials))
    throw new InputError({ message: 'has no trials.csv yet', file: folder, hint: 'icl run makes it' })
  return { ...run, folder, plan: { ...run.manifest, tasks: run.tasks } }
}

/** The results of a run's plan, without texts that no metric needs. */
export function resultsOf({ folder, plan }: ComparedRun): AsyncGenerator<Result> {
  return readResults(runPaths(folder).trials, plannedKeys(plan), { superseded: 0 }, { texts: false })
}

/** What the two sides ask alike, task by task. */
export interface SharedTask {
  readonly a: Task
  readonly b: Task
  /** Ids of queries that both have with the same text and targets. */
  readonly items: ReadonlySet<string>
  /** Queries of both sides whose text or targets differ, though the id is the same. */
  readonly changed: number
  /** Draws below this are on both sides. */
  readonly draws: number
}

/** The tasks that both runs have, by name. */
export function sharedTasks(a: ComparedRun, b: ComparedRun): readonly SharedTask[] {
  return a.tasks.flatMap((task) => {
    const other = b.tasks.find(({ name }) => name === task.name)
    if (other === undefined) return []
    const digests = new Map<string, Digest>(other.queries.map((item) => [item.id, itemDigest(item)]))
    const common = task.queries.filter(({ id }) => digests.has(id))
    const same = common.filter((item) => digests.get(item.id) === itemDigest(item))
    // Of runs with other seeds no draw is the same: all are used.
    const draws =
      a.manifest.seed === b.manifest.seed
        ? Math.min(factorsOf(a.plan, task).draws, factorsOf(b.plan, other).draws)
        : Infinity
    return [
      {
        a: task,
        b: other,
        items: new Set(same.map(({ id }) => id)),
        changed: common.length - same.length,
        draws,
      },
    ]
  })
}
