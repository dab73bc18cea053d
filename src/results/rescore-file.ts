import { rm } from 'node:fs/promises'
import { type Result, TRAILING_COLUMNS } from '../domain/result.ts'
import { csvRow } from './csv-text.ts'
import { changedCells, type RowChange } from './rescored-row.ts'
import { resultReader } from './result-row.ts'
import { type ScannedRow, scanRows } from './scan-rows.ts'
import { writeAtomically } from './write-atomically.ts'

/** Where rescored rows wait until all are done. */
export function draftPath(trials: string): string {
  return `${trials}.rescoring`
}

export interface DraftOptions {
  /** Score columns that the file is to have, beside those it has. */
  readonly columns: readonly string[]
  /** By score column: where its old values go. */
  readonly kept: ReadonlyMap<string, string>
  /** What becomes of a row; `undefined`: it stays as it is. */
  readonly change: (result: Result) => RowChange | Promise<RowChange> | undefined
  /** Told of each row that was looked at. */
  readonly onRow: (result: Result, change: RowChange) => void
  /** Rows in work at once, where that takes time. */
  readonly concurrency: number
  readonly signal: AbortSignal
}

/**
 * Writes a trials.csv with changed rows beside it, in constant memory: old values of changed columns and new ones next to
 * each other. The file itself stays as it is.
 *
 * @throws InputError where the file is no trials.csv
 */
export async function draftRescored(path: string, options: DraftOptions): Promise<void> {
  await writeAtomically(draftPath(path), draftText(path, options))
}

async function* draftText(path: string, options: DraftOptions): AsyncGenerator<string> {
  const inWork = new Set<Promise<string>>()
  let columns: readonly string[] | undefined
  for await (const { header, rows } of scanRows(path)) {
    const read = resultReader(header, { texts: true })
    if (columns === undefined) {
      columns = draftColumns(header, options)
      yield csvRow(columns)
    }
    const rewritten: (string | Promise<string>)[] = []
    for (const row of rows) {
      const text = draftRow(row, { header, columns }, read(row), options)
      rewritten.push(text)
      if (typeof text === 'string') continue
      inWork.add(text)
      // Failures are met below, where all are awaited; until then none may count as unhandled.
      const leave = (): boolean => inWork.delete(text)
      text.then(leave, leave)
      if (inWork.size >= options.concurrency) await Promise.race(inWork).catch(() => {})
    }
    yield (await Promise.all(rewritten)).join('')
    options.signal.throwIfAborted()
  }
}

/** The columns of the file, with those that are new on the right of its scores. */
function draftColumns(header: readonly string[], { columns, kept }: DraftOptions): readonly string[] {
  const [first] = TRAILING_COLUMNS
  const place = header.indexOf(first)
  const added = [...new Set([...columns, ...kept.values()])].filter((column) => !header.includes(column))
  return [...header.slice(0, place), ...added, ...header.slice(place)]
}

/** A row goes into the draft once its scores are there; its cells are read now, for the scan moves on. */
function draftRow(
  row: ScannedRow,
  { header, columns }: { readonly header: readonly string[]; readonly columns: readonly string[] },
  result: Result,
  { change, kept, onRow }: DraftOptions,
): string | Promise<string> {
  const cells = new Map(header.map((column, place) => [column, row.text(place)]))
  const finished = (made: RowChange | undefined): string => {
    if (made !== undefined) {
      onRow(result, made)
      for (const column of made.columns) {
        const keeper = kept.get(column)
        if (keeper !== undefined) cells.set(keeper, cells.get(column) ?? '')
      }
      for (const [column, cell] of changedCells(result, made)) cells.set(column, cell)
    }
    return csvRow(columns.map((column) => cells.get(column) ?? ''))
  }
  const made = change(result)
  return made instanceof Promise ? made.then(finished) : finished(made)
}

/** Columns of a draft whose old values are worth keeping, with the tasks that they are kept of. */
export type KeptTasks = ReadonlyMap<string, ReadonlySet<string>>

/**
 * Puts a draft in the file's place, atomically: without old values that are the same as the new ones.
 *
 * @param dropped the draft's columns for old values, by where they are needed
 */
export async function commitRescored(
  path: string,
  kept: ReadonlyMap<string, string>,
  needed: KeptTasks,
): Promise<void> {
  const draft = draftPath(path)
  await writeAtomically(path, withoutNeedless(draft, kept, needed))
  await rm(draft)
}

/** Forgets a draft. */
export async function discardRescored(path: string): Promise<void> {
  await rm(draftPath(path), { force: true })
}

async function* withoutNeedless(
  draft: string,
  kept: ReadonlyMap<string, string>,
  needed: KeptTasks,
): AsyncGenerator<string> {
  const keepers = new Set(kept.values())
  let headed = false
  for await (const { header, rows } of scanRows(draft)) {
    const columns = header.filter((column) => !keepers.has(column) || needed.has(column))
    const task = header.indexOf('task')
    const places = columns.map((column) => ({ place: header.indexOf(column), tasks: needed.get(column) }))
    if (!headed) yield csvRow(columns)
    headed = true
    const texts: string[] = []
    for (const row of rows)
      texts.push(
        csvRow(
          places.map(({ place, tasks }) =>
            tasks === undefined || tasks.has(row.text(task)) ? row.text(place) : '',
          ),
        ),
      )
    yield texts.join('')
  }
}
