import type { Control, Instruction, Rendering, Sampling } from '../domain/factors.ts'
import type { Task } from '../domain/task.ts'
import type { PlannedModel } from '../domain/trial.ts'

/** Factors in which a task may differ from the others of its plan. */
export interface TaskFactors {
  /** Ascending, distinct. */
  readonly shots: readonly number[]
  readonly draws: number
  readonly repeats: number
  readonly controls: readonly Control[]
}

/** Everything a run will ask, as data: the cross product of its factors. */
export interface Plan extends TaskFactors {
  readonly seed: number
  readonly models: readonly PlannedModel[]
  /** With the run's limit on queries and its decoding already applied. */
  readonly tasks: readonly Task[]
  readonly renderings: readonly Rendering[]
  readonly instructions: readonly Instruction[]
  readonly sampling: Sampling
  /** By task name, where a task's factors are not the plan's. */
  readonly overrides?: { readonly [task: string]: Partial<TaskFactors> } | undefined
}

/** The factors of one task of a plan. */
export function factorsOf(plan: Plan, task: Pick<Task, 'name'>): TaskFactors {
  const { overrides } = plan
  if (overrides === undefined || !Object.hasOwn(overrides, task.name)) return plan
  return { ...plan, ...overrides[task.name] }
}
