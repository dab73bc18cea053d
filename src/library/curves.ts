import type { Point } from '../domain/point.ts'
import type { VerdictRow } from '../domain/verdict-row.ts'

/** Points of curves, and what the curves over model size show. */
export interface Curves {
  /** The rows of curve.csv, in its order. */
  readonly points: readonly Point[]
  /** The rows of verdicts.csv, in its order: one a curve of score against size. */
  readonly verdicts: readonly VerdictRow[]
  /** Where no curve can carry a verdict: that, and why, in a sentence. */
  readonly finding?: string | undefined
}

/** What may differ within a line of models that a verdict is about; where nothing is said, nothing. */
export interface CurveOptions {
  /** Joined families count as declared to be one line. */
  readonly join?: readonly ('family' | 'tuning' | 'quantization')[] | undefined
}
