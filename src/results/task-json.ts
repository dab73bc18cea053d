import { type Digest, digestOfValue } from '../domain/digest.ts'
import type { Task } from '../domain/task.ts'

/** A task with its items, as it is kept in a run folder: by content, so that a changed task never overwrites one. */
export interface StoredTask {
  readonly name: string
  readonly digest: Digest
  /** Relative to the run folder. */
  readonly file: string
}

export function storedTask(task: Task): StoredTask {
  const digest = digestOfValue(task)
  return { name: task.name, digest, file: `tasks/${task.name}.${digest}.json` }
}
