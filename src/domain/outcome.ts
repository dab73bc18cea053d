/** How a trial ended, in order of precedence (the first that applies). */
export const OUTCOMES = ['failed', 'skipped', 'refused', 'empty', 'truncated', 'unparsed', 'ok'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Whether an outcome has scores: infrastructure and inapplicable trials have none, never 0. */
export function isScored(outcome: Outcome): boolean {
  return outcome !== 'failed' && outcome !== 'skipped'
}
