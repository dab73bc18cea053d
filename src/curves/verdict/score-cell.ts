import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import type { Point } from '../../domain/point.ts'
import { CONFIDENCE } from '../interval.ts'
import type { ScoreCell } from './cell-contrast.ts'

/**
 * An imported point as a cell of a verdict; `undefined` where nothing tells its error. A fraction of right answers has
 * at least the error that its Wilson interval has: with all answers wrong, or all right, the plain one would be 0.
 */
export function scoreCell({ score, se, ciLow, ciHigh, ciMethod, items }: Point): ScoreCell | undefined {
  if (score === undefined) return undefined
  const known = items === 0 ? undefined : items
  if (ciMethod !== 'wilson' || ciLow === undefined || ciHigh === undefined)
    return se === undefined ? undefined : { score, se, items: known }
  const wilson = (ciHigh - ciLow) / 2 / normalQuantile((1 + CONFIDENCE) / 2, 0, 1)
  return { score, se: Math.max(se ?? 0, wilson), items: known }
}
