import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { InputError } from '../domain/input-error.ts'

/**
 * Replaces a file so that at every moment, power loss included, either the old or the new content stands there:
 * temporary file beside it, fsync, rename, fsync of the folder.
 *
 * @throws InputError when the disk is full: the old content stands
 */
export async function writeAtomically(
  path: string,
  chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const temporary = `${path}.tmp`
  const file = await open(temporary, 'w').catch((error: unknown) => {
    throw explained(error, path)
  })
  try {
    for await (const chunk of chunks) await file.writeFile(chunk)
    await file.sync()
  } catch (error) {
    await file.close()
    await rm(temporary, { force: true })
    throw explained(error, path)
  }
  await file.close()
  await rename(temporary, path)
  await syncFolder(dirname(path))
}

function explained(error: unknown, path: string): unknown {
  return (error as NodeJS.ErrnoException).code === 'ENOSPC'
    ? new InputError({ message: 'the disk is full', file: path, hint: 'what stood there before is kept' })
    : error
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}
