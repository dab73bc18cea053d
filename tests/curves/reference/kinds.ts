import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'
import * as bh from './bh.ts'
import * as bigBench from './big_bench.ts'
import * as bleu from './bleu.ts'
import * as chrf from './chrf.ts'
import * as clusteredMean from './clustered_mean.ts'
import * as corpusBleu from './corpus_bleu.ts'
import * as corpusChrf from './corpus_chrf.ts'
import * as hinge from './hinge.ts'
import * as holm from './holm.ts'
import * as iclSlope from './icl_slope.ts'
import * as jointPowerLaw from './joint_power_law.ts'
import * as levenshtein from './levenshtein.ts'
import * as logisticFloor from './logistic_floor.ts'
import * as logitLinear from './logit_linear.ts'
import * as mcnemarExact from './mcnemar_exact.ts'
import * as normalisedScore from './normalised_score.ts'
import * as pairedBootstrap from './paired_bootstrap.ts'
import * as pairedDiff from './paired_diff.ts'
import * as pareto from './pareto.ts'
import * as passAtK from './pass_at_k.ts'
import * as powerLaw from './power_law.ts'
import * as signFlip from './sign_flip.ts'
import * as step from './step.ts'
import * as verdict from './verdict.ts'
import * as wilson from './wilson.ts'

/** What computes the cases of each kind, by the kind's name; its file has the same name. */
export const KINDS: { readonly [kind: string]: (one: ReferenceCase) => ReferenceOutput } = {
  bh: bh.run,
  big_bench: bigBench.run,
  bleu: bleu.run,
  chrf: chrf.run,
  clustered_mean: clusteredMean.run,
  corpus_bleu: corpusBleu.run,
  corpus_chrf: corpusChrf.run,
  hinge: hinge.run,
  holm: holm.run,
  icl_slope: iclSlope.run,
  joint_power_law: jointPowerLaw.run,
  levenshtein: levenshtein.run,
  logistic_floor: logisticFloor.run,
  logit_linear: logitLinear.run,
  mcnemar_exact: mcnemarExact.run,
  normalised_score: normalisedScore.run,
  paired_bootstrap: pairedBootstrap.run,
  paired_diff: pairedDiff.run,
  pareto: pareto.run,
  pass_at_k: passAtK.run,
  power_law: powerLaw.run,
  sign_flip: signFlip.run,
  step: step.run,
  verdict: verdict.run,
  wilson: wilson.run,
}
