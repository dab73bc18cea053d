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
import { stat, truncate } from 'node:fs/promises'
import { InputError } from '../domain/input-error.ts'
import { LEADING_COLUMNS, type Result, TRAILING_COLUMNS } from '../domain/result.ts'
import { compactTrials } from './compact-trials.ts'
import { csvRow, csvText } from './csv-text.ts'
import type { KeySet } from './key-map.ts'
import { readIndex, type TrialIndex } from './read-index.ts'
import { toRow, trialColumns } from './result-row.ts'
import { scanRows } from './scan-rows.ts'
import { writeAtomically } from './write-atomically.ts'

/** trials.csv, open for appending: the run's checkpoint. */
export interface TrialsFile {
  /** Keys whose latest row was final when the file was opened. */
  readonly done: KeySet
  /** Keys whose latest row was `failed` when the file was opened. */
  readonly failed: KeySet
  /** Writes the row at once; it reaches the disk within a second. @throws InputError when the disk does not take it */
  append(result: Result): void
  /** Syncs, and leaves one row a key. */
  close(): Promise<void>
}

/** How long a finished row may wait for its fsync: what a power loss can cost at most. */
const SYNC_AFTER_MS = 1000

/**
 * Opens or creates a run's trials.csv. A torn last row is cut off; score columns that are new are added on the right
 * of the others, and the column of likelihoods where an older file lacks it; keys with several rows are compacted to their last one.
 *
 * @throws InputError when the file is not a trials.csv or cannot be written
 */
export async function openTrialsFile(path: string, scoreColumns: readonly string[]): Promise<TrialsFile> {
  if (!existsSync(path)) await writeAtomically(path, [csvText([trialColumns(scoreColumns)])])
  const index = await readIndex(path)
  if (index.header.length === 0) {
    await writeAtomically(path, [csvText([trialColumns(scoreColumns)])])
    return appender(path, scoreColumns, index)
  }
  const present = presentScores(path, index.header)
  if ((await stat(path)).size > index.complete) await truncate(path, index.complete)
  const missing = scoreColumns.filter((column) => !present.includes(column))
  const columns = [...present, ...missing]
  const isWhole = index.header.length === trialColumns(present).length
  if (missing.length > 0 || !isWhole) await writeAtomically(path, widened(path, trialColumns(columns)))
  if (index.superseded > 0) await compactTrials(path)
  return appender(path, columns, index)
}

/** The score columns of a header. @throws InputError when it is not one of ours */
function presentScores(path: string, header: readonly string[]): string[] {
  const present = header.filter((column) => column.startsWith('score_'))
  const ours = trialColumns(present)
  // Files of before there were likelihoods have all the other columns.
  if (
    [ours, ours.filter((column) => column !== 'likelihoods')].some((known) => known.join() === header.join())
  )
    return present
  throw new InputError({
    message: 'the columns are not those of a trials.csv of this version',
    file: path,
    line: 1,
    hint: `expected ${[...LEADING_COLUMNS, 'score_…', ...TRAILING_COLUMNS].join(', ')}`,
  })
}

async function* widened(path: string, columns: readonly string[]): AsyncGenerator<string> {
  yield csvText([columns])
  for await (const { header, rows } of scanRows(path)) {
    const places = columns.map((column) => header.indexOf(column))
    const widerRows: string[][] = []
    for (const row of rows) widerRows.push(places.map(row.text))
    if (widerRows.length > 0) yield csvText(widerRows)
  }
}

function appender(path: string, columns: readonly string[], index: TrialIndex): TrialsFile {
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
      const row = Buffer.from(csvRow(toRow(result, columns)))
      try {
        for (let written = 0; written < row.length; ) written += writeSync(file, row, written)
      } catch (error) {
        ftruncateSync(file, size)
        throw cannotWrite(path, error)
      }
      size += row.length
      // The file is not remembered as it grows: within one run each trial ends once.
      replaced ||= index.failed.has(result.trialKey) || index.done.has(result.trialKey)
      syncSoon()
    },
    close: async () => {
      clearTimeout(timer)
      fsyncSync(file)
      closeSync(file)
      if (replaced) await compactTrials(path)
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
