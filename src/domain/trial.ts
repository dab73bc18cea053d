import type { Control, Instruction, Rendering, Sampling } from './factors.ts'
import type { Item } from './item.ts'
import type { Model, ModelIdentity } from './model.ts'
import type { Task } from './task.ts'

/** A model in a plan: its data and what it is keyed by. */
export interface PlannedModel {
  readonly model: Model
  readonly identity: ModelIdentity
}

/** The factors of a trial apart from model, item, shots and repeat. */
export interface Condition {
  readonly task: Task
  readonly rendering: Rendering
  readonly instruction: Instruction
  readonly control: Control
  readonly sampling: Sampling
  /** Numbered from 0. */
  readonly draw: number
}

/** One question to one model under one condition. */
export interface Trial extends Condition {
  readonly planned: PlannedModel
  /** Demonstrations shown; exactly this many. */
  readonly shots: number
  /** Numbered from 0. */
  readonly repeat: number
  readonly query: Item
  /** 128-bit content address, 32 hex digits. */
  readonly key: string
}
