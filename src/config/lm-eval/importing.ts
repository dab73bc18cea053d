import type { Problem } from '../../domain/input-error.ts'
import type { ValuePath } from '../place.ts'
import type { TaskFile } from './task-file.ts'

/** What is found out while a task is imported. */
export interface Importing {
  readonly task: TaskFile
  /** A key, or a value in it, that cannot be taken over. */
  refuse(
    key: string,
    message: string,
    more?: Pick<Problem, 'allowed' | 'nearest' | 'hint'> & { at?: ValuePath },
  ): void
  /** What is taken over otherwise, or changes neither prompt nor score: a line for the person. */
  note(line: string): void
}

/** An import that has found nothing yet. */
export function startImporting(task: TaskFile): Importing & {
  readonly problems: readonly Problem[]
  readonly notes: readonly string[]
} {
  const problems: Problem[] = []
  const notes: string[] = []
  return {
    task,
    problems,
    notes,
    refuse: (key, message, { at = [], ...more } = {}) =>
      problems.push({ ...task.placeOf(key, at), message: `${key}: ${message}`, ...more }),
    note: (line) => {
      if (!notes.includes(line)) notes.push(line)
    },
  }
}

/** Text of a key, or undefined where it is absent; anything else is refused. */
export function textOf(importing: Importing, key: string): string | undefined {
  const value = importing.task.value(key)
  if (value === undefined || typeof value === 'string') return value
  importing.refuse(key, `found ${JSON.stringify(value)}, expected text`)
  return undefined
}

/** A mapping; undefined where the value is none. */
export function mappingOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}
