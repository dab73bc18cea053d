// What code outside this package may use: custom scorers. Everything else is reached through the command `icl`.
export { type AskLimits, defineScorer, type Scorer, type ScorerInput } from './domain/custom-scorer.ts'
