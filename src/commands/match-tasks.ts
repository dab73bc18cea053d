import type { Task } from '../domain/task.ts'
import { withScoringOf } from '../run/with-scoring-of.ts'

/** A run's task, and how it is to be scored. */
export interface MatchedTask {
  /** As the run stored it. */
  readonly before: Task
  /** The same questions with the scoring that counts now. */
  readonly after: Task
  /**
   * `taken`: the scoring of the task file; `stored`: no task file has the task; `asks-otherwise`: a task file does, with
   * other questions, so the run's own scoring stays.
   */
  readonly state: 'taken' | 'stored' | 'asks-otherwise'
}

/** A run's tasks with the scoring of the task files, where those ask the same. */
export function matchTasks(stored: readonly Task[], fresh: readonly Task[]): MatchedTask[] {
  const byName = new Map(fresh.map((task) => [task.name, task]))
  return stored.map((before) => {
    const found = byName.get(before.name)
    if (found === undefined) return { before, after: before, state: 'stored' }
    const after = withScoringOf(before, found)
    return after === undefined
      ? { before, after: before, state: 'asks-otherwise' }
      : { before, after, state: 'taken' }
  })
}
