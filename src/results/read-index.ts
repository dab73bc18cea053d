import { type KeyMap, type KeySet, keyMap } from './key-map.ts'
import { scanRows } from './scan-rows.ts'

/** What a trials.csv says of its trials, by key. */
export interface TrialIndex {
  readonly header: readonly string[]
  /** Bytes up to the last row's end: what comes after was being written when the machine stopped. */
  readonly complete: number
  /** Keys whose latest row is final. */
  readonly done: KeySet
  /** Keys whose latest row is `failed`. */
  readonly failed: KeySet
  /** Rows that a later row of the same key replaces. */
  readonly superseded: number
}

const DONE = 1
const FAILED = 2

/** Reads keys and outcomes, and no other cell. @throws InputError where the file is not CSV */
export async function readIndex(path: string): Promise<TrialIndex> {
  const states = keyMap()
  let header: readonly string[] = []
  let complete = 0
  let rows = 0
  let failed = 0
  for await (const batch of scanRows(path)) {
    header = batch.header
    complete = batch.start
    const keyColumn = header.indexOf('trial_key')
    const outcomeColumn = header.indexOf('outcome')
    for (const row of batch.rows) {
      const key = row.text(keyColumn)
      const state = row.text(outcomeColumn) === 'failed' ? FAILED : DONE
      if (states.get(key) === FAILED) failed--
      if (state === FAILED) failed++
      states.set(key, state)
      complete = row.end
      rows++
    }
  }
  return {
    header,
    complete,
    done: withState(states, DONE, states.size - failed),
    failed: withState(states, FAILED, failed),
    superseded: rows - states.size,
  }
}

function withState(states: KeyMap, state: number, size: number): KeySet {
  return { size, has: (key) => states.get(key) === state }
}
