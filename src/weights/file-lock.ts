import { mkdir, open, readFile, rm, rmdir, stat, unlink, utimes } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { isFileSystemError } from './file-system-error.ts'
import { SourceFailure } from './source-failure.ts'

/** How a lock shows that its holder lives, in milliseconds. */
export interface LockTiming {
  /** The holder touches the lock this often. */
  readonly beatMs: number
  /** A lock that nobody touched for this long is taken over. */
  readonly staleMs: number
}

const TIMING: LockTiming = { beatMs: 1000, staleMs: 10_000 }

/** What a lock may be told. */
export interface LockOptions {
  readonly timing?: LockTiming | undefined
  readonly signal?: AbortSignal | undefined
  /** Called once when another holder has to be waited for. */
  readonly onWait?: (() => void) | undefined
}

/**
 * Runs an action while no other process or caller runs one under the same lock file. Others wait; a lock whose
 * holder died is taken over. The action's signal aborts with the caller's, or when the lock was lost because
 * this process was halted for so long that another one took over.
 */
export async function withLock<T>(
  path: string,
  options: LockOptions,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timing = options.timing ?? TIMING
  const token = crypto.randomUUID()
  await acquire(path, token, timing, options)
  const lost = new AbortController()
  const beat = setInterval(() => void touch(path, token, lost), timing.beatMs)
  beat.unref()
  try {
    return await action(AbortSignal.any([lost.signal, ...(options.signal ? [options.signal] : [])]))
  } finally {
    clearInterval(beat)
    if ((await readToken(path)) === token) await rm(path, { force: true })
  }
}

async function acquire(path: string, token: string, timing: LockTiming, options: LockOptions): Promise<void> {
  let seen: { mark: string; since: number } | undefined
  while (!(await create(path, token))) {
    options.signal?.throwIfAborted()
    const mark = await readMark(path)
    if (mark === undefined) continue
    if (seen === undefined) options.onWait?.()
    // Time is measured here, by what was seen to change: clocks of machines that share a disk differ.
    if (seen?.mark !== mark) seen = { mark, since: performance.now() }
    else if (performance.now() - seen.since >= timing.staleMs) await removeStale(path, mark, timing)
    await pause(Math.min(timing.beatMs, 250), undefined, { signal: options.signal })
  }
}

/** Makes the lock file; false where it exists. */
async function create(path: string, token: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx')
    await handle.writeFile(token).finally(() => handle.close())
    return true
  } catch (error) {
    if (isFileSystemError(error) && error.code === 'EEXIST') return false
    throw error
  }
}

/** Removes a lock that shows the same mark still, one taker at a time so that nobody removes a fresh lock. */
async function removeStale(path: string, mark: string, timing: LockTiming): Promise<void> {
  const guard = `${path}.taking`
  try {
    await mkdir(guard)
  } catch {
    // A taker that died here leaves its guard behind.
    const made = (await stat(guard).catch(() => undefined))?.mtimeMs ?? Date.now()
    if (Date.now() - made > 6 * timing.staleMs) await rmdir(guard).catch(() => undefined)
    return
  }
  try {
    if ((await readMark(path)) === mark) await unlink(path)
  } finally {
    await rmdir(guard).catch(() => undefined)
  }
}

/** Shows that the holder lives, or tells it that the lock is no longer its own. */
async function touch(path: string, token: string, lost: AbortController): Promise<void> {
  if ((await readToken(path)) !== token) {
    lost.abort(new SourceFailure('another process took over this download'))
    return
  }
  const now = new Date()
  await utimes(path, now, now).catch(() => undefined)
}

async function readToken(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}

/** What changes whenever the holder or its heartbeat does. */
async function readMark(path: string): Promise<string | undefined> {
  const token = await readToken(path)
  const time = (await stat(path).catch(() => undefined))?.mtimeMs
  return token === undefined || time === undefined ? undefined : `${token} ${time}`
}
