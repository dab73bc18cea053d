import type { KeySet } from './key-map.ts'
import { readIndex } from './read-index.ts'

/** Keys whose latest row in a trials.csv is final, as resuming counts them: all but the failed ones. */
export async function readKeys(path: string): Promise<KeySet> {
  return (await readIndex(path)).done
}
