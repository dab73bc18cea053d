/**
 * (score − chance) ÷ (maximum − chance): 0 at chance, 1 at the best; not clipped, negative below chance. Undefined
 * without a score, or where guessing has none.
 */
export function normalisedScore(
  score: number | undefined,
  chance: number | undefined,
  maximum: number,
): number | undefined {
  return score === undefined || chance === undefined ? undefined : (score - chance) / (maximum - chance)
}
