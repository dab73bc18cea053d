import { InputError } from '../domain/input-error.ts'
import type { ScoringServices } from '../domain/metric.ts'
import type { Task } from '../domain/task.ts'
import { compileScorers } from './compile-scorers.ts'
import { METRICS } from './metrics.ts'

/**
 * Checks the extractions and metrics of a task as its file has it, with all its items.
 * @throws InputError for what `compileScorers` refuses, and for options that fit none of the items
 */
export function checkScoring(task: Task, services: ScoringServices = {}): void {
  compileScorers(task, services)
  const items = [...task.pool, ...task.queries]
  for (const { metric, options } of task.metrics) {
    const problem = METRICS[metric]?.itemsProblem?.(items, options)
    if (problem === undefined) continue
    throw new InputError({ ...problem, message: `task ${task.name}, metric ${metric}: ${problem.message}` })
  }
}
