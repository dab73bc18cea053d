import { statfs } from 'node:fs/promises'
import { isDiskFull, isFileSystemError } from './file-system-error.ts'

/** The cache cannot be written: no source that needs it can help. The message is for the user. */
export class CacheFailure extends Error {
  override readonly name = 'CacheFailure'
}

/**
 * Runs an action whose only file-system errors come from the cache folder, and turns them into a
 * CacheFailure that says which folder it is.
 */
export async function blamingCache<T>(cacheFolder: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    if (!isFileSystemError(error)) throw error
    if (isDiskFull(error)) throw diskFull(cacheFolder)
    throw new CacheFailure(`cannot write the cache folder ${cacheFolder}: ${error.message}`, { cause: error })
  }
}

/** The failure for a disk without room. */
export function diskFull(cacheFolder: string, room?: { needed: number; free: number }): CacheFailure {
  const amount =
    room === undefined ? '' : `: ${megabytes(room.needed)} more are needed, ${megabytes(room.free)} are free`
  return new CacheFailure(`the disk of the cache folder ${cacheFolder} is full${amount}`)
}

/** Throws a CacheFailure when the folder's disk has fewer free bytes than a download needs. */
export async function requireSpace(cacheFolder: string, needed: number): Promise<void> {
  const { bavail, bsize, blocks } = await statfs(cacheFolder)
  const free = bavail * bsize
  // Some network file systems report no blocks at all.
  if (blocks > 0 && free < needed) throw diskFull(cacheFolder, { needed, free })
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
