import { readdir } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Problem } from '../domain/input-error.ts'
import { nearestName } from '../domain/nearest.ts'
import type { Place } from './place.ts'

/** What to say of a file that could not be read; names the nearest file of its folder. */
export async function missingFile(
  path: string,
  folder: string,
  error: unknown,
  place: Place = {},
): Promise<Problem> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
  const reason = REASONS[code]
  // What is neither absence nor a lack of rights is not the person's doing.
  if (reason === undefined) throw error
  const names = code === 'ENOENT' ? await readdir(folder).catch(() => []) : []
  return { ...place, message: `${reason} "${path}"`, nearest: nearestName(basename(path), names) }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no file',
  ENOTDIR: 'there is no file',
  EISDIR: 'found a folder, expected a file:',
  EACCES: 'no permission to read',
  EPERM: 'no permission to read',
}
