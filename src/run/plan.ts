import type { Control, Instruction, Rendering, Sampling } from '../domain/factors.ts'
import type { Task } from '../domain/task.ts'
import type { PlannedModel } from '../domain/trial.ts'

/** Everything a run will ask, as data: the cross product of its factors. */
export interface Plan {
  readonly seed: number
  readonly models: readonly PlannedModel[]
  /** With the run's limit on queries and its decoding already applied. */
  readonly tasks: readonly Task[]
  /** Ascending, distinct. */
  readonly shots: readonly number[]
  readonly draws: number
  readonly repeats: number
  readonly renderings: readonly Rendering[]
  readonly instructions: readonly Instruction[]
  readonly controls: readonly Control[]
  readonly sampling: Sampling
}
