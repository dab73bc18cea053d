import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readRecord, writeRecord } from './cache-layout.ts'
import { sizeOf } from './file-system-error.ts'
import type { PartialBody } from './range-response.ts'

/** The file of a partial folder that holds the body so far. */
export function bodyPath(folder: string): string {
  return join(folder, 'body')
}

/** What a partial folder holds. */
export async function readPartialBody(folder: string): Promise<PartialBody> {
  const bytes = (await sizeOf(bodyPath(folder))) ?? 0
  const { validator, total } = (await readRecord(statePath(folder))) ?? {}
  return {
    bytes,
    validator: typeof validator === 'string' ? validator : undefined,
    total: typeof total === 'number' ? total : undefined,
  }
}

/**
 * Empties a partial folder for a new body and notes what the server said of it. The old body goes first, so
 * that a crash in between leaves nothing that the new note would vouch for.
 */
export async function startPartialBody(
  folder: string,
  about: { readonly total?: number | undefined; readonly validator?: string | undefined },
): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await writeRecord(statePath(folder), { total: about.total, validator: about.validator })
}

function statePath(folder: string): string {
  return join(folder, 'state.json')
}
