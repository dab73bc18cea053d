import type { ScoringServices } from '../domain/metric.ts'
import type { Task } from '../domain/task.ts'
import type { ScorerOf, TaskScorer } from '../run/scoring.ts'
import { compileScorers, metricOf } from '../scorers/compile-scorers.ts'

/** The score columns that trials of these tasks fill, each once, in the order of the tasks. */
export function scoreColumns(tasks: readonly Task[]): string[] {
  const columns = tasks.flatMap((task) =>
    task.metrics.filter((spec) => metricOf(task, spec).level === 'trial').map(({ column }) => column),
  )
  return [...new Set(columns)]
}

/** Scores by the shipped table of metrics; each task is compiled once. */
export function scorerOf(services: ScoringServices): ScorerOf {
  const compiled = new Map<Task, TaskScorer>()
  return (task) => {
    const known = compiled.get(task)
    if (known !== undefined) return known
    const made = compileScorers(task, services)
    compiled.set(task, made)
    return made
  }
}
