import type { Result } from '../domain/result.ts'
import { type KeyMap, keyMap } from './key-map.ts'
import { type ReadOptions, resultReader } from './result-row.ts'
import { scanRows } from './scan-rows.ts'

/** What reading left out, filled while the rows go by. */
export interface ReadCounts {
  /** Rows of keys that are not in the current plan. */
  superseded: number
}

/**
 * The results of the current plan, each key's last row only.
 *
 * @param planned the keys of the current plan, whose values are overwritten, or what tells whether a key belongs to it
 * @throws InputError where the file is not a trials.csv
 */
export async function* readResults(
  path: string,
  planned: KeyMap | ((key: string) => boolean),
  counts: ReadCounts,
  options: ReadOptions = { texts: true },
): AsyncGenerator<Result> {
  const isPlanned = typeof planned === 'function' ? planned : planned.has
  const last = typeof planned === 'function' ? keyMap() : planned
  const lastOfOthers = keyMap()
  await noteLastRows(path, (key) => (isPlanned(key) ? last : lastOfOthers))
  let row = 0
  for await (const { header, rows } of scanRows(path)) {
    const read = resultReader(header, options)
    const keyColumn = header.indexOf('trial_key')
    for (const cells of rows) {
      const key = cells.text(keyColumn)
      row++
      if (lastOfOthers.get(key) === row) counts.superseded++
      else if (last.get(key) === row) yield read(cells)
    }
  }
}

/** Sets each key's last row, numbered from 1, in the map that it belongs to. */
async function noteLastRows(path: string, mapOf: (key: string) => KeyMap): Promise<void> {
  let row = 0
  for await (const { header, rows } of scanRows(path)) {
    const keyColumn = header.indexOf('trial_key')
    for (const cells of rows) {
      const key = cells.text(keyColumn)
      mapOf(key).set(key, ++row)
    }
  }
}
