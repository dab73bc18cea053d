import type { MetricEntry } from './metric-entry.ts'
import { balancedAccuracy } from './metrics/balanced-accuracy.ts'
import { bleu } from './metrics/bleu.ts'
import { choiceAccuracy } from './metrics/choice-accuracy.ts'
import { choiceBrier } from './metrics/choice-brier.ts'
import { chrf } from './metrics/chrf.ts'
import { contains } from './metrics/contains.ts'
import { corpusChrf } from './metrics/corpus-chrf.ts'
import { digitAccuracy } from './metrics/digit-accuracy.ts'
import { editSimilarity } from './metrics/edit-similarity.ts'
import { exactMatch } from './metrics/exact-match.ts'
import { instructionLevelAccuracy } from './metrics/instruction-level-accuracy.ts'
import { instructionsFollowed, promptLevelAccuracy } from './metrics/instructions-followed.ts'
import { judge } from './metrics/judge.ts'
import { judgeRating } from './metrics/judge-rating.ts'
import { macroF1 } from './metrics/macro-f1.ts'
import { pass } from './metrics/pass.ts'
import { passAtK } from './metrics/pass-at-k.ts'
import { recall } from './metrics/recall.ts'
import { targetLoglikelihood } from './metrics/target-loglikelihood.ts'

/** Every metric by the name that task files use. */
export const METRICS: { readonly [name: string]: MetricEntry } = {
  exact_match: exactMatch,
  contains,
  edit_similarity: editSimilarity,
  digit_accuracy: digitAccuracy,
  chrf,
  bleu,
  corpus_chrf: corpusChrf,
  balanced_accuracy: balancedAccuracy,
  macro_f1: macroF1,
  recall,
  target_loglikelihood: targetLoglikelihood,
  choice_accuracy: choiceAccuracy,
  choice_brier: choiceBrier,
  pass,
  pass_at_k: passAtK,
  prompt_level_accuracy: promptLevelAccuracy,
  instructions_followed: instructionsFollowed,
  instruction_level_accuracy: instructionLevelAccuracy,
  judge,
  judge_rating: judgeRating,
}
