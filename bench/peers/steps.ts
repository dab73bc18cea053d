import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PEERS } from './folders.ts'

/** Where one measurement stands: what was measured, on what, when. */
export interface Step<T> {
  /** The tool as `install` names it: a measurement of another version does not count. */
  readonly version: string
  readonly measuredAt: string
  readonly result: T
}

/** Measurements by name (`promptfoo.cost-1000`), each in a file of its own: a bench that was broken off goes on. */
export interface Steps {
  /** A measurement of this version, made before or made now. */
  once<T>(name: string, version: string, measure: () => Promise<T>): Promise<T>
  /** A measurement made before, of whatever version. */
  find<T>(name: string): Step<T> | undefined
}

/** Opens the measurements in the cache. With `fresh` those of earlier commands are made anew. */
export function openSteps(fresh: boolean): Steps {
  const folder = join(PEERS, 'measured')
  mkdirSync(folder, { recursive: true })
  const made = new Set<string>()
  const find = <T>(name: string): Step<T> | undefined => readStep(join(folder, `${name}.json`))
  return {
    find,
    once: async <T>(name: string, version: string, measure: () => Promise<T>) => {
      const known = find<T>(name)
      if (known?.version === version && (!fresh || made.has(name))) return known.result
      const started = performance.now()
      const result = await measure()
      console.error(`${name}: measured in ${((performance.now() - started) / 1000).toFixed(1)} s`)
      const file = join(folder, `${name}.json`)
      const step: Step<T> = { version, measuredAt: new Date().toISOString(), result }
      writeFileSync(`${file}.new`, JSON.stringify(step, null, 2))
      renameSync(`${file}.new`, file)
      made.add(name)
      return result
    },
  }
}

function readStep<T>(file: string): Step<T> | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Step<T>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
