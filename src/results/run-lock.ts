import { readFile, rm, writeFile } from 'node:fs/promises'
import { InputError } from '../domain/input-error.ts'

export interface LockOwner {
  readonly pid: number
  readonly host: string
  /** ISO 8601, UTC. */
  readonly since: string
}

export interface LockDeps {
  readonly owner: LockOwner
  /** Whether a process of this machine still runs. */
  readonly isAlive: (pid: number) => boolean
}

/**
 * Takes a run folder for one writer; returns the call that gives it back. A lock whose process is gone is taken over.
 *
 * @throws InputError naming the run that holds it
 */
export async function lockRun(path: string, deps: LockDeps): Promise<() => Promise<void>> {
  for (;;) {
    try {
      await writeFile(path, JSON.stringify(deps.owner), { flag: 'wx' })
      return () => rm(path, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = await readOwner(path)
    if (holder !== undefined && (holder.host !== deps.owner.host || deps.isAlive(holder.pid)))
      throw new InputError({
        message: `another icl is writing this run: process ${holder.pid} on ${holder.host} since ${holder.since}`,
        file: path,
        hint: 'wait for it, or use another --run name; if that machine is gone, remove the file',
      })
    await rm(path, { force: true })
  }
}

/** `undefined` for a lock that was never written whole. */
async function readOwner(path: string): Promise<LockOwner | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  try {
    return JSON.parse(text) as LockOwner
  } catch {
    return undefined
  }
}
