import { readRows } from './read-rows.ts'

/** Keys whose latest row in a trials.csv is final, as resuming counts them: all but the failed ones. */
export async function readKeys(path: string): Promise<Set<string>> {
  const done = new Set<string>()
  for await (const { cells } of readRows(path)) {
    const key = cells.trial_key ?? ''
    if (cells.outcome === 'failed') done.delete(key)
    else done.add(key)
  }
  return done
}
