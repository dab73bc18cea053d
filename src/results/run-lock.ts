import { link, mkdir, readFile, realpath, rm, rmdir, stat, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { InputError } from '../domain/input-error.ts'

interface LockOwner {
  readonly pid: number
  readonly host: string
  /** ISO 8601, UTC. */
  readonly since: string
}

export interface LockDeps {
  readonly owner: LockOwner
  /** Whether a process of this machine that ran at that time still runs: numbers are given again. */
  readonly isAlive: (pid: number, since: string) => boolean
}

/** The locks that this process holds, by path and process number: the file alone cannot tell them from a process before us. */
const heldHere = new Set<string>()

/**
 * Takes a run folder for one writer, also of those in this process; returns the call that gives it back. A lock whose
 * process is gone is taken over.
 *
 * @throws InputError naming the run that holds it
 */
export async function lockRun(path: string, deps: LockDeps): Promise<() => Promise<void>> {
  const held = `${deps.owner.pid} ${join(await realpath(dirname(path)), basename(path))}`
  if (heldHere.has(held))
    throw new InputError({
      message: 'this process is writing this run already',
      file: path,
      hint: 'wait for it, or use another name for the run',
    })
  heldHere.add(held)
  try {
    await takeLock(path, deps)
  } catch (error) {
    heldHere.delete(held)
    throw error
  }
  return async () => {
    await rm(path, { force: true })
    heldHere.delete(held)
  }
}

async function takeLock(path: string, deps: LockDeps): Promise<void> {
  while (!(await create(path, deps.owner))) {
    const text = await readFile(path, 'utf8').catch(() => undefined)
    // Given back in the meantime.
    if (text === undefined) continue
    const holder = ownerOf(text)
    if (holder !== undefined && isHeld(holder, deps))
      throw new InputError({
        message: `another icl is writing this run: process ${holder.pid} on ${holder.host} since ${holder.since}`,
        file: path,
        hint: 'wait for it, or use another --run name; if that machine is gone, remove the file',
      })
    await removeStale(path, text)
  }
}

/** A lock with our own process number is of a process before us: in containers each start has the same number. */
function isHeld(holder: LockOwner, { owner, isAlive }: LockDeps): boolean {
  if (holder.host !== owner.host) return true
  return holder.pid !== owner.pid && isAlive(holder.pid, holder.since)
}

/** Makes the lock, whole from its first moment; false where there is one. */
async function create(path: string, owner: LockOwner): Promise<boolean> {
  const whole = `${path}.${owner.pid}`
  const text = JSON.stringify(owner)
  try {
    await writeFile(whole, text)
    await link(whole, path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw error
      // Some file systems have no links.
      await writeFile(path, text, { flag: 'wx' })
    })
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    throw code === undefined ? error : cannotLock(path, code)
  } finally {
    await rm(whole, { force: true })
  }
}

function cannotLock(path: string, code: string): InputError {
  return new InputError({
    message: code === 'ENOSPC' ? 'the disk is full' : `the run cannot be locked (${code})`,
    file: path,
  })
}

/** Who removes a stale lock and died doing so holds up others for this long at most. */
const STALE_GUARD_MS = 10_000

/** Removes a lock that still says the same, one process at a time: none may remove what another has just made. */
async function removeStale(path: string, text: string): Promise<void> {
  const guard = `${path}.taking`
  try {
    await mkdir(guard)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const madeAt = (await stat(guard).catch(() => undefined))?.mtimeMs
    if (madeAt !== undefined && Date.now() - madeAt > STALE_GUARD_MS) await rmdir(guard).catch(() => {})
    await pause(20)
    return
  }
  try {
    if ((await readFile(path, 'utf8').catch(() => undefined)) === text) await unlink(path)
  } finally {
    await rmdir(guard).catch(() => {})
  }
}

/** `undefined` for a lock that a power loss left without its content. */
function ownerOf(text: string): LockOwner | undefined {
  try {
    return JSON.parse(text) as LockOwner
  } catch {
    return undefined
  }
}
