import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import type { DataFormat } from '../../domain/data-source.ts'
import { type Importing, mappingOf, textOf } from './importing.ts'

/** A data file as a suite names it. */
interface NamedData {
  readonly file: string
  readonly format?: DataFormat | undefined
}

/** Where the rows of a task are: in local files by split, or somewhere else. */
export type DataFiles =
  | { readonly kind: 'local'; fileOf(split: string): Promise<NamedData | undefined> }
  /** In a public collection: the person names the file. */
  | { readonly kind: 'named'; readonly data: string }

const BUILDERS = ['json', 'csv', 'parquet']
/** Keys of `dataset_kwargs` that only say how a loader is run. */
const LOADING = ['trust_remote_code', 'data_files', 'revision']

/** The data that a task reads. `outFolder` is what the suite's paths will be relative to. */
export function dataFilesOf(importing: Importing, outFolder: string | undefined): DataFiles | undefined {
  const path = textOf(importing, 'dataset_path')
  const kwargs = mappingOf(importing.task.value('dataset_kwargs')) ?? {}
  for (const key of Object.keys(kwargs))
    if (!LOADING.includes(key))
      importing.refuse('dataset_kwargs', `"${key}" is not supported`, { at: [key], allowed: LOADING })
  if (path === undefined) {
    importing.refuse('dataset_path', 'found no dataset_path')
    return undefined
  }
  const name = textOf(importing, 'dataset_name')
  if (!BUILDERS.includes(path)) {
    if (kwargs.data_files !== undefined)
      importing.refuse('dataset_kwargs', `data_files of "${path}" cannot be told`, { at: ['data_files'] })
    return { kind: 'named', data: name === undefined ? path : `${path}, ${name}` }
  }
  const files = bySplit(importing, kwargs.data_files)
  if (files === undefined) return undefined
  if ([...files.values()].some((file) => /^\w+:\/\//.test(file)))
    return { kind: 'named', data: [...files.values()].join(', ') }
  return {
    kind: 'local',
    fileOf: (split) => localFile(importing, files, split, outFolder),
  }
}

/** `data_files`: one path (the split is then `train`), or a path for each split. */
function bySplit(importing: Importing, written: unknown): ReadonlyMap<string, string> | undefined {
  const value =
    typeof written === 'string' || Array.isArray(written) ? { train: written } : mappingOf(written)
  const entries = Object.entries(value ?? {}).map(([split, file]): [string, unknown] => [
    split,
    Array.isArray(file) && file.length === 1 ? file[0] : file,
  ])
  if (entries.length > 0 && entries.every((entry): entry is [string, string] => typeof entry[1] === 'string'))
    return new Map(entries)
  importing.refuse('dataset_kwargs', 'found no data_files with one path for each split', {
    at: ['data_files'],
  })
  return undefined
}

async function localFile(
  importing: Importing,
  files: ReadonlyMap<string, string>,
  split: string,
  outFolder: string | undefined,
): Promise<NamedData | undefined> {
  const written = files.get(split)
  if (written === undefined) {
    importing.refuse('dataset_kwargs', `data_files name no split "${split}"`, {
      at: ['data_files'],
      allowed: [...files.keys()],
    })
    return undefined
  }
  // lm-evaluation-harness reads it from where it is started; beside the task file is where people keep it.
  const found = [resolve(written), resolve(join(dirname(importing.task.file), written))].find(existsSync)
  if (found === undefined) {
    importing.refuse('dataset_kwargs', `there is no file "${written}" here or beside the task`, {
      at: ['data_files'],
    })
    return undefined
  }
  const file = outFolder === undefined ? found : relative(resolve(outFolder), found)
  return { file, format: await formatOf(found, importing.task.value('dataset_path')) }
}

/** The format where the ending does not tell it: a .json file may hold one object a line. */
async function formatOf(file: string, builder: unknown): Promise<DataFormat | undefined> {
  if (builder === 'csv') return file.endsWith('.csv') ? undefined : 'csv'
  if (builder === 'parquet') return file.endsWith('.parquet') ? undefined : 'parquet'
  if (/\.(jsonl|ndjson)$/.test(file)) return undefined
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(256) })
    const start = buffer
      .subarray(0, bytesRead)
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trimStart()
    const isList = start.startsWith('[')
    if (isList) return file.endsWith('.json') ? undefined : 'json'
    return 'jsonl'
  } finally {
    await handle.close()
  }
}
