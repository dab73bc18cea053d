/** (score − chance) ÷ (maximum − chance): 0 at chance, 1 at the best; not clipped, negative below chance. */
export function normalisedScore(score: number, chance: number, maximum: number): number {
  return (score - chance) / (maximum - chance)
}
