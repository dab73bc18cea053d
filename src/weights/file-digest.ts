import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { digestRecord, readRecord, writeRecord } from './cache-layout.ts'
import { SourceFailure } from './source-failure.ts'
import type { WeightsFile } from './weights-deps.ts'

/** What reading a file through takes. */
export interface DigestOptions {
  readonly signal?: AbortSignal | undefined
  readonly onBytes?: ((bytesDone: number, bytesTotal: number) => void) | undefined
}

/** SHA-256 of a file as lower-case hex. Throws a SourceFailure if the file changes meanwhile. */
export async function hashFile(path: string, options: DigestOptions = {}): Promise<WeightsFile> {
  const before = await stat(path)
  const hash = createHash('sha256')
  let bytesDone = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    options.signal?.throwIfAborted()
    hash.update(chunk)
    bytesDone += chunk.length
    options.onBytes?.(bytesDone, before.size)
  }
  const after = await stat(path)
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs)
    throw new SourceFailure('the file changed while it was read')
  return { path, sha256: hash.digest('hex'), bytes: before.size }
}

/**
 * The content of a file, remembered by path, size and modification time so that a large file is read once.
 * Not being able to remember is no failure: the next start reads the file again.
 */
export async function digestFile(
  cacheFolder: string,
  path: string,
  options: DigestOptions = {},
): Promise<WeightsFile> {
  const { size, mtimeMs } = await stat(path)
  const record = digestRecord(cacheFolder, await realpath(path))
  const known = await readRecord(record)
  if (known?.size === size && known.mtimeMs === mtimeMs && typeof known.sha256 === 'string')
    return { path, sha256: known.sha256, bytes: size }
  const file = await hashFile(path, options)
  await writeRecord(record, { size, mtimeMs, sha256: file.sha256 }).catch(() => undefined)
  return file
}

/** Remembers the content of a file that was hashed under another name. */
export async function rememberDigest(cacheFolder: string, file: WeightsFile): Promise<void> {
  const { size, mtimeMs } = await stat(file.path)
  await writeRecord(digestRecord(cacheFolder, await realpath(file.path)), {
    size,
    mtimeMs,
    sha256: file.sha256,
  })
}
