import type { Point } from '../domain/point.ts'
import type { Prompt } from '../domain/prompt.ts'
import type { Result } from '../domain/result.ts'
import type { VerdictRow } from '../domain/verdict-row.ts'
import type { KindCounts } from './trial-sample.ts'

/** A task as its part of the report needs it. Metrics are named as in points, without `score_`. */
export interface ReportTask {
  readonly name: string
  readonly suite: string
  readonly description?: string | undefined
  readonly primary: string
  readonly companion?: string | undefined
}

/** A model of the run as it stands in the table of models. */
interface ReportModel {
  readonly name: string
  readonly provider: string
  readonly engine: string
  readonly family: string
  readonly parameters?: number | undefined
  readonly activeParameters?: number | undefined
  readonly quantization?: string | undefined
  readonly tuning?: string | undefined
  /** What asking it the same again showed, in words. */
  readonly probe?: string | undefined
}

/** What the report says of the run as a whole. */
export interface RunFacts {
  readonly name: string
  readonly iclVersion: string
  /** When its first and last trial finished: ISO 8601, UTC; absent where there are no trials. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly models: readonly ReportModel[]
  /** Further facts, a line each: seed, shots, sandbox layers, rescores. */
  readonly settings: readonly { readonly name: string; readonly value: string }[]
  /** What the reader should know before the numbers: early stops, suites without a mean. */
  readonly remarks: readonly string[]
}

/** A trial of the sample with the prompt that was sent; `undefined` where the plan no longer has it. */
export interface ReportTrial {
  readonly result: Result
  readonly prompt: Prompt | undefined
}

/** Everything a report is made of. */
export interface ReportInput {
  readonly facts: RunFacts
  /** In the order in which they are shown; a task of the points that is not here comes last. */
  readonly tasks: readonly ReportTask[]
  readonly points: readonly Point[]
  /** Empty where no verdict was computed. */
  readonly verdicts: readonly VerdictRow[]
  readonly trials: readonly ReportTrial[]
  readonly sample: {
    readonly perCell: number
    readonly seed: number
    /** By cell key, all trials of the run. */
    readonly counts: ReadonlyMap<string, KindCounts>
  }
  /** The text of Vega's and Vega-Lite's browser builds. */
  readonly libraries: readonly string[]
}
