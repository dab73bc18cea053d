import type { Result } from '../domain/result.ts'
import { readRows } from './read-rows.ts'
import { fromCells } from './result-row.ts'

/** What reading left out, filled while the rows go by. */
export interface ReadCounts {
  /** Rows of keys that are not in the current plan. */
  superseded: number
}

/**
 * The results of the current plan, each key's last row only.
 *
 * @param isPlanned tells whether a trial key belongs to the current plan
 */
export async function* readResults(
  path: string,
  isPlanned: (key: string) => boolean,
  counts: ReadCounts,
): AsyncGenerator<Result> {
  const last = await lastRows(path)
  let row = 0
  for await (const { cells } of readRows(path)) {
    const isLast = last === undefined || last.get(cells.trial_key ?? '') === row
    row++
    if (!isLast) continue
    if (isPlanned(cells.trial_key ?? '')) yield fromCells(cells)
    else counts.superseded++
  }
}

/** The last row of each key, or `undefined` when every key stands once, as in a compacted file. */
async function lastRows(path: string): Promise<Map<string, number> | undefined> {
  const last = new Map<string, number>()
  let row = 0
  for await (const { cells } of readRows(path)) last.set(cells.trial_key ?? '', row++)
  return last.size === row ? undefined : last
}
