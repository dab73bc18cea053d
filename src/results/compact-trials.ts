import { csvText } from './csv-text.ts'
import { type KeyMap, keyMap } from './key-map.ts'
import { scanRows } from './scan-rows.ts'
import { writeAtomically } from './write-atomically.ts'

/** Leaves each key's last row of a trials.csv, at that row's place, byte for byte. */
export async function compactTrials(path: string): Promise<void> {
  const last = keyMap()
  let row = 0
  for await (const { header, rows } of scanRows(path)) {
    const keyColumn = header.indexOf('trial_key')
    for (const cells of rows) last.set(cells.text(keyColumn), ++row)
  }
  await writeAtomically(path, lastRows(path, last))
}

async function* lastRows(path: string, last: KeyMap): AsyncGenerator<string | Buffer> {
  let row = 0
  let headed = false
  for await (const { header, rows } of scanRows(path)) {
    if (!headed) yield csvText([header])
    headed = true
    const keyColumn = header.indexOf('trial_key')
    const kept: Buffer[] = []
    for (const cells of rows) if (last.get(cells.text(keyColumn)) === ++row) kept.push(cells.bytes())
    yield Buffer.concat(kept)
  }
}
