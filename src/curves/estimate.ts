/** A point's numbers under one metric, as members of Point; undefined where they cannot be known. */
export interface Estimate {
  readonly items: number
  readonly score?: number | undefined
  readonly se?: number | undefined
  readonly ciLow?: number | undefined
  readonly ciHigh?: number | undefined
  /** Without the condition on draws. */
  readonly ciMethod?: string | undefined
  readonly nEff?: number | undefined
  readonly drawSd?: number | undefined
  readonly scoreIfFailed0?: number | undefined
  readonly scoreIfFailed1?: number | undefined
  readonly scoreWithoutTruncated?: number | undefined
}
