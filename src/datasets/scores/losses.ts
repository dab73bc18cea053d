import type { ImportedScore } from '../../domain/imported-score.ts'
import type { ScoreFields } from './score-keys.ts'

/** Units of a loss, of which less is better, per byte of text. */
export const LOSS_UNITS = ['bits_per_byte', 'nats_per_byte'] as const
type LossUnit = (typeof LOSS_UNITS)[number]

/** Nats in one of each. */
const NATS: { readonly [unit in LossUnit]: number } = { bits_per_byte: Math.LN2, nats_per_byte: 1 }

/** What a loss is called once it is a log-likelihood, of which more is better. */
const LOG_LIKELIHOOD = 'log_likelihood_per_byte'

/** Metrics that do not say in which direction they are better, and of which less is. */
const LESS_IS_BETTER = /(^|_)(ppl|perplexity|bits_per_byte|brier_score|ter|wer|cer|loss|nll)$/i

/** Whether the name of a metric says that less of it is better. */
export function isLessBetter(metric: string): boolean {
  return LESS_IS_BETTER.test(metric)
}

/** The unit of a row's loss: as it is told, or by the metric's name; undefined where the score is none. */
export function lossUnitOf({ loss_unit: told, metric }: ScoreFields): LossUnit | undefined {
  const text = told ?? (metric !== undefined && isBitsPerByte(metric) ? 'bits_per_byte' : undefined)
  return LOSS_UNITS.find((unit) => unit === text)
}

/** A metric's name after the import: that of a log-likelihood where it is a loss by name. */
export function importedMetricName(metric: string): string {
  return isBitsPerByte(metric) ? LOG_LIKELIHOOD : metric
}

/** A score that is a loss as the log-likelihood it stands for, in nats per byte: at most 0, and without a chance. */
export function asLogLikelihood(loss: ImportedScore, unit: LossUnit): ImportedScore {
  const { score, se } = loss
  return {
    ...loss,
    metric: LOG_LIKELIHOOD,
    // Negative zero is no score to print.
    score: score === 0 ? 0 : -score * NATS[unit],
    se: se === undefined ? undefined : se * NATS[unit],
    chance: undefined,
    maximum: 0,
  }
}

function isBitsPerByte(metric: string): boolean {
  return /^(bits_per_byte|bpb)$/i.test(metric)
}
