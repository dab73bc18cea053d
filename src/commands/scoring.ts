import type { Task } from '../domain/task.ts'
import type { ScoreResponse, ScorerOf } from '../run/scoring.ts'
import { compileScorers } from '../scorers/compile-scorers.ts'

/** The score columns of these tasks, each once, in the order of the tasks. */
export function scoreColumns(tasks: readonly Task[]): string[] {
  return [...new Set(tasks.flatMap((task) => task.metrics.map((metric) => metric.column)))]
}

/** Scores by the shipped table of metrics; each task is compiled once. */
export function scorerOf(): ScorerOf {
  const compiled = new Map<Task, ScoreResponse>()
  return (task) => {
    const known = compiled.get(task)
    if (known !== undefined) return known
    const scorers = compileScorers(task)
    const made: ScoreResponse = (response, query, outcome) => {
      const { answer, complete, scores } = scorers.score(response, query.targets, outcome)
      return { answer, complete, scores }
    }
    compiled.set(task, made)
    return made
  }
}
