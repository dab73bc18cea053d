import { InputError, type Problem } from '../domain/input-error.ts'
import type { Task } from '../domain/task.ts'
import { METRICS } from './metrics.ts'

/** How many trials a run makes of each item under one condition. */
export interface TrialsOfItem {
  readonly task: Task
  readonly draws: number
  readonly repeats: number
  /** At 0 shots alone, all draws are one. */
  readonly shots: readonly number[]
}

/**
 * Checks that a run makes as many trials of each item as the metrics of its tasks need: pass@k needs k.
 * @throws InputError with every metric that would have no score
 */
export function checkTrialsNeeded(asked: readonly TrialsOfItem[]): void {
  const [first, ...others] = asked.flatMap(problemsOf)
  if (first !== undefined) throw new InputError(first, ...others)
}

function problemsOf({ task, draws, repeats, shots }: TrialsOfItem): Problem[] {
  const trials = (shots.some((k) => k > 0) ? draws : 1) * repeats
  return task.metrics.flatMap(({ metric, column, options }) => {
    const needed = METRICS[metric]?.trialsNeeded?.(options) ?? 1
    if (needed <= trials) return []
    return {
      message: `task ${task.name}: ${column.slice('score_'.length)} needs ${needed} trials of an item, and the run makes ${trials}`,
      hint: `set repeats: ${Math.ceil(needed / (trials / repeats))} and a temperature above 0, or more draws`,
    }
  })
}
