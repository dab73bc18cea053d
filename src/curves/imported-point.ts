import type { ImportedScore } from '../domain/imported-score.ts'
import type { Point } from '../domain/point.ts'
import { CONFIDENCE } from './interval.ts'
import { normalisedScore } from './normalised-score.ts'
import { tQuantile } from './student-t.ts'
import { wilsonInterval } from './wilson.ts'

/** So many degrees of freedom that t is the normal. */
export const NORMAL_DF = 1e6

/**
 * A score that somebody else measured as a point. Its interval is Wilson's where the score is a fraction of so many right
 * answers, else normal from the standard error that the source tells, else there is none. What an import cannot know
 * (rendering, control, draws, outcomes) has the value of a plain run here and is left empty in its curve.csv; its
 * provider and engine are empty.
 * @param source the import's name
 */
export function importedPoint(score: ImportedScore, source: string): Point {
  const { model, family, parameters, activeParameters, trainingTokens, trainingFlops, quantization, tuning } =
    score
  const { task, metric, metricKind, shots, chance, maximum, items = 0 } = score
  return {
    ...{ source, task, metric, metricKind },
    ...{ model, provider: '', engine: '', family, parameters, activeParameters, quantization, tuning },
    ...{ trainingTokens, trainingFlops },
    ...{ rendering: 'raw', instruction: 'off', control: 'gold', sampling: 'shared' },
    ...{ shots, draws: 1, repeats: 1, items, trials: items },
    ...{ failed: 0, skipped: 0, refused: 0, empty: 0, truncated: 0, unparsed: 0, itemsDropped: 0 },
    score: score.score,
    ...intervalOf(score),
    ...{ chance, maximum, normalizedScore: normalisedScore(score.score, chance, maximum) },
  }
}

function intervalOf(imported: ImportedScore): Pick<Point, 'se' | 'ciLow' | 'ciHigh' | 'ciMethod' | 'nEff'> {
  const { score, items, se, isProportion } = imported
  if (isProportion && items !== undefined) {
    const { low, high } = wilsonInterval(Math.min(1, score), items)
    // As a run's: the standard deviation of right and wrong over items, with the divisor n − 1.
    const own = items < 2 ? undefined : Math.sqrt(Math.max(0, score * (1 - score)) / (items - 1))
    return { se: se ?? own, ciLow: low, ciHigh: high, ciMethod: 'wilson', nEff: items }
  }
  if (se === undefined) return {}
  const half = tQuantile((1 + CONFIDENCE) / 2, NORMAL_DF) * se
  return { se, ciLow: score - half, ciHigh: score + half, ciMethod: 'normal' }
}
