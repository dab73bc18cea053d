import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import type { Result } from '../domain/result.ts'
import { csvCells } from './csv-cells.ts'
import { keyMap } from './key-map.ts'
import { resultReader } from './result-row.ts'
import { scanRows } from './scan-rows.ts'

/** The judgements of a run that stand on file, read one at a time: only their places are held in memory. */
export interface Judgements {
  /** The latest of a key. */
  find(key: string): Result | undefined
  close(): void
}

const NONE: Judgements = { find: () => undefined, close: () => {} }

/** @throws InputError where the file is not CSV */
export async function readJudgements(path: string): Promise<Judgements> {
  if (!existsSync(path)) return NONE
  const rows = keyMap()
  /** Where each row starts, and where the last one ends. */
  const starts: number[] = []
  let columns: readonly string[] = []
  let end = 0
  for await (const batch of scanRows(path)) {
    columns = batch.header
    const keyColumn = columns.indexOf('trial_key')
    for (const row of batch.rows) {
      rows.set(row.text(keyColumn), starts.length)
      starts.push(row.start)
      end = row.end
    }
  }
  if (starts.length === 0) return NONE
  starts.push(end)
  const file = openSync(path, 'r')
  const cells = csvCells()
  const read = resultReader(columns, { texts: true })
  return {
    close: () => closeSync(file),
    find: (key) => {
      const row = rows.get(key)
      const [start, next] = row === undefined ? [] : [starts[row], starts[row + 1]]
      if (start === undefined || next === undefined) return undefined
      const bytes = Buffer.alloc(next - start)
      readSync(file, bytes, 0, bytes.length, start)
      cells.scan(bytes, 0, bytes.length)
      return read(cells)
    },
  }
}
