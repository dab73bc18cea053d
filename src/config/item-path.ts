import { dirname, isAbsolute, join } from 'node:path'
import { InputError, type Problem } from '../domain/input-error.ts'
import type { Place, ValuePath } from './place.ts'
import type { TaskSettings } from './task-settings.ts'
import type { Environment } from './variables.ts'
import type { YamlDocument } from './yaml-document.ts'

/** A data file as a task names it. */
export interface NamedFile {
  readonly written: string
  readonly path: ValuePath
}

const NAMED = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g

/** The data files that a task names: of its items, and of its pool. */
export function namedFiles(settings: TaskSettings): readonly NamedFile[] {
  const pool = settings.get('pool')
  const values = [{ value: settings.task.items, path: [...settings.path, 'items'] }, ...(pool ? [pool] : [])]
  return values.flatMap(({ value, path }): NamedFile[] => {
    if (typeof value === 'string') return [{ written: value, path }]
    if (typeof value !== 'object' || !('file' in value)) return []
    return [{ written: value.file, path: [...path, 'file'] }]
  })
}

/** The environment variables that a path names. */
export function variablesIn(written: string): readonly string[] {
  return [...written.matchAll(NAMED)].map(([, name = '']) => name)
}

/** What keeps a task from being read: a variable in the path of one of its files that is not set. */
export function unsetVariable(
  settings: TaskSettings,
  env: Environment,
  document: YamlDocument,
): Problem | undefined {
  for (const { written, path } of namedFiles(settings)) {
    const unset = variablesIn(written).find((name) => env[name] === undefined)
    if (unset === undefined) continue
    const message = `the task "${settings.task.name}" reads "${written}", and ${unset} is not set`
    const hint =
      unset === 'DATA'
        ? 'name the file: icl … --data PATH, or set DATA'
        : `set it to the path of the file (export ${unset}=…)`
    return { ...document.placeOf(path), message, hint }
  }
  return undefined
}

/** The path of a file that is named in a suite: variables replaced, relative to the suite. @throws InputError */
export function itemPath(written: string, env: Environment, suiteFile: string, place: Place): string {
  if (written.replaceAll(NAMED, '').includes('${'))
    throw new InputError({ ...place, message: `found a "\${" that names no variable, expected \${NAME}` })
  const path = written.replaceAll(NAMED, (_all, name) => env[name] ?? '')
  return isAbsolute(path) ? path : join(dirname(suiteFile), path)
}
