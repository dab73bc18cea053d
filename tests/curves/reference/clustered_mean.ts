import { clusteredMean, designEffect, effectiveTrials, meanOf } from '../../../src/curves/clustered-mean.ts'
import { tInterval } from '../../../src/curves/t-interval.ts'
import { trialWeightedMean } from '../../../src/curves/trial-weighted-mean.ts'
import { wilsonInterval } from '../../../src/curves/wilson.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** The mean of item means with its intervals, or the mean over trials with clustered errors. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const {
    scores: given,
    confidence,
    weighting,
  } = input as {
    scores: (number | null)[][]
    confidence?: number
    weighting?: string
  }
  // A failed trial has no score, and an item without a score is none.
  const scores = given
    .map((trials) => trials.filter((score) => score !== null))
    .filter((trials) => trials.length > 0)
  const byTrial = trialWeightedMean(scores)
  if (weighting === 'trial') return { mean: byTrial.mean, miller_se: byTrial.se, cr1_se: byTrial.seCr1 }
  const units = clusteredMean(scores.map(meanOf))
  if (units === undefined) throw new Error('there are no items')
  const trials = scores.flat().length
  const nEff = effectiveTrials(units, trials)
  const wilson = wilsonInterval(units.mean, nEff, confidence)
  const t = units.se === undefined ? undefined : tInterval(units.mean, units.se, units.n, confidence)
  return {
    mean: units.mean,
    se: units.se,
    t_low: t?.low,
    t_high: t?.high,
    deff: designEffect(units, trials),
    n_eff: nEff,
    wilson_neff_low: wilson.low,
    wilson_neff_high: wilson.high,
    miller_se: byTrial.se,
    cr1_se: byTrial.seCr1,
  }
}
