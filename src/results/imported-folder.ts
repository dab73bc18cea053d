import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { parse, stringify } from 'yaml'
import { InputError } from '../domain/input-error.ts'
import { writeAtomically } from './write-atomically.ts'

const SCHEMA_VERSION = 1

/** A file that was read, and the SHA-256 of its bytes. */
export interface ImportedFile {
  readonly file: string
  readonly sha256: string
  readonly format?: string | undefined
}

/** imported.yaml: where the points of a folder come from. */
export interface ImportManifest {
  readonly schema_version: typeof SCHEMA_VERSION
  /** The source of every point. */
  readonly name: string
  /** What the scores are and who measured them, as the user said. */
  readonly from?: string | undefined
  readonly icl_version: string
  /** ISO 8601, UTC. */
  readonly imported_at: string
  readonly files: readonly ImportedFile[]
  /** Tables of models and of tasks beside them. */
  readonly sizes?: ImportedFile | undefined
  readonly tasks?: ImportedFile | undefined
  /** Columns by key, and values for rows that tell none. */
  readonly columns: { readonly [key: string]: string }
  readonly set: { readonly [key: string]: string }
  readonly where: { readonly [column: string]: readonly string[] }
  readonly last?: string | undefined
  /** Continuous metrics that tell why another one jumps, by that one's name. */
  readonly companions?: { readonly [metric: string]: readonly string[] } | undefined
  readonly rows: { readonly read: number; readonly kept: number; readonly not_last: number }
  /** Tasks that charts are drawn of; all where absent. */
  readonly charts?: readonly string[] | undefined
}

/** Where imported.yaml stands in a folder. */
export function importManifestPath(folder: string): string {
  return join(folder, 'imported.yaml')
}

/**
 * Makes the folder of an import; nothing that stands there is touched.
 *
 * @throws InputError when a run or an import is there already, or the folder cannot be made
 */
export async function makeImportFolder(folder: string): Promise<void> {
  const taken = ['imported.yaml', 'run.yaml', 'curve.csv'].find((name) => existsSync(join(folder, name)))
  if (taken !== undefined)
    throw new InputError({
      message: `has a ${taken} already, which is never overwritten`,
      file: folder,
      hint: 'remove the folder, or choose another name with --out',
    })
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw code === undefined ? error : new InputError({ message: `cannot be made (${code})`, file: folder })
  }
}

/** Writes imported.yaml. */
export async function writeImportManifest(
  folder: string,
  manifest: Omit<ImportManifest, 'schema_version' | 'name'>,
): Promise<void> {
  const text = stringify(
    { schema_version: SCHEMA_VERSION, name: nameOfImport(folder), ...manifest },
    { lineWidth: 0 },
  )
  await writeAtomically(importManifestPath(folder), [
    `# Where the scores of this folder come from. Written by icl import scores; curve.csv is not written again.\n${text}`,
  ])
}

/** The name of an import, by its folder. */
export function nameOfImport(folder: string): string {
  return basename(resolve(folder))
}

/** @throws InputError when the folder has no imported.yaml of this version */
export async function readImportManifest(folder: string): Promise<ImportManifest> {
  const file = importManifestPath(folder)
  const value: unknown = parsed(await readFile(file, 'utf8'), file)
  if (
    typeof value === 'object' &&
    value !== null &&
    'schema_version' in value &&
    value.schema_version === SCHEMA_VERSION
  )
    return value as ImportManifest
  throw new InputError({
    message: 'is not an imported.yaml of this version',
    file,
    allowed: [`schema_version: ${SCHEMA_VERSION}`],
  })
}

function parsed(text: string, file: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new InputError({ message: `not valid YAML: ${(error as Error).message.split('\n')[0]}`, file })
  }
}
