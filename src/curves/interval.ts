/** A two-sided confidence interval. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** Every interval in files and charts is at 95 %. */
export const CONFIDENCE = 0.95
