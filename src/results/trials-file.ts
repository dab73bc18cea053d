import {
  closeSync,
  existsSync,
  fstatSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  openSync,
  writeSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { InputError } from '../domain/input-error.ts'
import { LEADING_COLUMNS, type Result, TRAILING_COLUMNS } from '../domain/result.ts'
import { completeLength } from './complete-length.ts'
import { csvText } from './csv-text.ts'
import { readHeader, readRows } from './read-rows.ts'
import { toRow, trialColumns } from './result-row.ts'
import { writeAtomically } from './write-atomically.ts'

/** trials.csv, open for appending: the run's checkpoint. */
export interface TrialsFile {
  /** Keys whose latest row is final; a `failed` one is final only when it is not to be tried again. */
  readonly done: ReadonlySet<string>
  /** Keys whose latest row is `failed`. */
  readonly failed: ReadonlySet<string>
  /** Writes the row at once; it reaches the disk within a second. @throws InputError when the disk does not take it */
  append(result: Result): void
  /** Syncs, and leaves one row a key. */
  close(): Promise<void>
}

/** How long a finished row may wait for its fsync: what a power loss can cost at most. */
const SYNC_AFTER_MS = 1000

/**
 * Opens or creates a run's trials.csv. A torn last row is cut off; score columns that are new are added on the right
 * of the others; keys with several rows are compacted to their last one.
 *
 * @throws InputError when the file is not a trials.csv or cannot be written
 */
export async function openTrialsFile(path: string, scoreColumns: readonly string[]): Promise<TrialsFile> {
  const columns = await prepare(path, scoreColumns)
  const index = await readIndex(path)
  if (index.superseded > 0) await compact(path)
  return appender(path, columns, index)
}

async function prepare(path: string, wanted: readonly string[]): Promise<string[]> {
  if (!existsSync(path)) {
    await writeAtomically(path, [csvText([trialColumns(wanted)])])
    return [...wanted]
  }
  await cutTornRow(path)
  const header = await readHeader(path)
  if (header.length === 0) {
    await writeAtomically(path, [csvText([trialColumns(wanted)])])
    return [...wanted]
  }
  const present = header.filter((column) => column.startsWith('score_'))
  if (header.join() !== trialColumns(present).join())
    throw new InputError({
      message: 'the columns are not those of a trials.csv of this version',
      file: path,
      line: 1,
      hint: `expected ${[...LEADING_COLUMNS, 'score_…', ...TRAILING_COLUMNS].join(', ')}`,
    })
  const missing = wanted.filter((column) => !present.includes(column))
  if (missing.length === 0) return present
  const columns = [...present, ...missing]
  await writeAtomically(path, widened(path, trialColumns(columns)))
  return columns
}

async function* widened(path: string, columns: readonly string[]): AsyncGenerator<string> {
  yield csvText([columns])
  for await (const { cells } of readRows(path)) yield csvText([columns.map((column) => cells[column])])
}

async function cutTornRow(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const complete = await completeLength(file)
    if (complete < (await file.stat()).size) await file.truncate(complete)
  } finally {
    await file.close()
  }
}

interface Index {
  readonly done: Set<string>
  readonly failed: Set<string>
  superseded: number
}

async function readIndex(path: string): Promise<Index> {
  const index: Index = { done: new Set(), failed: new Set(), superseded: 0 }
  for await (const { cells } of readRows(path)) {
    const key = cells.trial_key ?? ''
    if (index.done.delete(key) || index.failed.delete(key)) index.superseded++
    ;(cells.outcome === 'failed' ? index.failed : index.done).add(key)
  }
  return index
}

/** Leaves each key's last row, at that row's place. */
async function compact(path: string): Promise<void> {
  const last = new Map<string, number>()
  let row = 0
  for await (const { cells } of readRows(path)) last.set(cells.trial_key ?? '', row++)
  const header = csvText([await readHeader(path)])
  await writeAtomically(path, lastRows(path, header, last))
}

async function* lastRows(
  path: string,
  header: string,
  last: ReadonlyMap<string, number>,
): AsyncGenerator<string> {
  yield header
  let row = 0
  for await (const { cells, raw } of readRows(path)) if (last.get(cells.trial_key ?? '') === row++) yield raw
}

function appender(path: string, columns: readonly string[], index: Index): TrialsFile {
  const file = openSync(path, 'a')
  let size = fstatSync(file).size
  let timer: NodeJS.Timeout | undefined
  let replaced = false

  const syncSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      fsync(file, () => {})
    }, SYNC_AFTER_MS).unref()
  }
  return {
    done: index.done,
    failed: index.failed,
    append: (result) => {
      const row = Buffer.from(csvText([toRow(result, columns)]))
      try {
        for (let written = 0; written < row.length; ) written += writeSync(file, row, written)
      } catch (error) {
        ftruncateSync(file, size)
        throw cannotWrite(path, error)
      }
      size += row.length
      if (index.failed.delete(result.trialKey) || index.done.has(result.trialKey)) replaced = true
      ;(result.outcome === 'failed' ? index.failed : index.done).add(result.trialKey)
      syncSoon()
    },
    close: async () => {
      clearTimeout(timer)
      fsyncSync(file)
      closeSync(file)
      if (replaced) await compact(path)
    },
  }
}

/** A disk that refuses a row is the person's to mend: the rows before it stand. */
function cannotWrite(path: string, error: unknown): InputError {
  const { code, message } = error as NodeJS.ErrnoException
  return new InputError({
    message: code === 'ENOSPC' ? 'the disk is full' : `cannot be written: ${message}`,
    file: path,
    hint: 'every finished trial before this one is kept; the same command goes on from there',
  })
}
