/** Committed runs: their files are results that were published, and stay as they are. */
const COMMITTED = /(^|[\\/])results[\\/](reference|published)([\\/]|$)/

/** Whether a run's folder is one that no command writes into. */
export function isCommitted(folder: string): boolean {
  return COMMITTED.test(folder)
}
