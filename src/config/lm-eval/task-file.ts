import { dirname, isAbsolute, join } from 'node:path'
import { InputError } from '../../domain/input-error.ts'
import type { Place, ValuePath } from '../place.ts'
import { readText } from '../read-text.ts'
import { parseYaml, type YamlDocument } from '../yaml-document.ts'
import { LM_EVAL_YAML } from './python-function.ts'

/** A task of lm-evaluation-harness: its own keys over those of the files that it includes. */
export interface TaskFile {
  readonly file: string
  readonly keys: readonly string[]
  /** The value of a key; undefined where it is absent or null. */
  value(key: string): unknown
  /** Where a key, or a value inside it, is written: in this file or in one that it includes. */
  placeOf(key: string, inside?: ValuePath): Place
}

interface Entry {
  readonly value: unknown
  readonly document: YamlDocument
}

/** Reads a task file and all that it includes. @throws InputError */
export async function readTaskFile(file: string): Promise<TaskFile> {
  const entries = await readEntries(file, [])
  return {
    file,
    keys: [...entries.keys()],
    value: (key) => entries.get(key)?.value ?? undefined,
    placeOf: (key, inside = []) => {
      const document = entries.get(key)?.document
      if (document === undefined) return { file }
      return inside.length === 0 ? document.placeOfKey([], key) : document.placeOf([key, ...inside])
    },
  }
}

async function readEntries(file: string, above: readonly string[]): Promise<Map<string, Entry>> {
  const document = parseYaml(await readText(file), file, LM_EVAL_YAML)
  const { value } = document
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError({ file, message: 'found no mapping, expected a task of lm-evaluation-harness' })
  const entries = new Map<string, Entry>()
  for (const [path, place] of includesOf(value as Record<string, unknown>, document)) {
    const full = isAbsolute(path) ? path : join(dirname(file), path)
    if (full === file || above.includes(full))
      throw new InputError({ ...place, message: `include: "${path}" includes this file again` })
    for (const [key, entry] of await included(full, [...above, file], path, place)) entries.set(key, entry)
  }
  for (const [key, own] of Object.entries(value))
    if (key !== 'include') entries.set(key, { value: own, document })
  return entries
}

async function included(full: string, above: readonly string[], path: string, place: Place) {
  try {
    return await readEntries(full, above)
  } catch (error) {
    if (!(error instanceof InputError) || error.problems[0].line !== undefined) throw error
    throw new InputError({ ...error.problems[0], ...place, message: `include: cannot read "${path}"` })
  }
}

function includesOf(value: Record<string, unknown>, document: YamlDocument): readonly [string, Place][] {
  const { include } = value
  if (include === undefined || include === null) return []
  const list: readonly unknown[] = Array.isArray(include) ? include : [include]
  return list.map((path, index): [string, Place] => {
    const place = document.placeOf(Array.isArray(include) ? ['include', index] : ['include'])
    if (typeof path !== 'string') throw new InputError({ ...place, message: 'include: found no path' })
    return [path, place]
  })
}
