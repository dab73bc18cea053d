/** What the command's exit status says. */
export const EXIT = {
  /** Every trial is scored; skipped ones are named. */
  ok: 0,
  someFailed: 1,
  badInput: 2,
  stoppedByBudget: 3,
  comparisonFailed: 4,
  interrupted: 130,
} as const
