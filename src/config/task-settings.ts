import type { ValuePath } from './place.ts'
import type { WrittenSuite, WrittenTask } from './suite-schema.ts'

type Defaults = NonNullable<WrittenSuite['defaults']>

/** The keys that a task and the defaults of its suite share. */
type SharedKey = keyof Defaults

/** A value and where it was written: in the task, or in the defaults of its suite. */
export interface Setting<T> {
  readonly value: T
  readonly path: ValuePath
}

/** The settings of one task: its own over the defaults of its suite. */
export interface TaskSettings {
  readonly task: WrittenTask
  /** Of the task itself: `['tasks', 3]`. */
  readonly path: ValuePath
  get<Key extends SharedKey>(key: Key): Setting<NonNullable<Defaults[Key]>> | undefined
  /** One key of `template` or `decoding`, which are merged key by key. */
  getIn<Section extends 'template' | 'decoding', Key extends keyof NonNullable<Defaults[Section]>>(
    section: Section,
    key: Key,
  ): Setting<NonNullable<NonNullable<Defaults[Section]>[Key]>> | undefined
}

/** The settings of the task at a position of its suite. */
export function taskSettings(suite: WrittenSuite, task: WrittenTask, index: number): TaskSettings {
  const layers = [
    { from: task, path: ['tasks', index] },
    { from: suite.defaults, path: ['defaults'] },
  ]
  return {
    task,
    path: ['tasks', index],
    get: (key) => {
      for (const { from, path } of layers) {
        const value = from?.[key]
        if (value !== undefined && value !== null) return { value, path: [...path, key] }
      }
      return undefined
    },
    getIn: (section, key) => {
      for (const { from, path } of layers) {
        const value = (from?.[section] as NonNullable<Defaults[typeof section]> | undefined)?.[key]
        if (value !== undefined && value !== null) return { value, path: [...path, section, String(key)] }
      }
      return undefined
    },
  }
}
