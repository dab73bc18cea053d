import type { Point } from '../domain/point.ts'
import type { Prompt } from '../domain/prompt.ts'
import type { Result } from '../domain/result.ts'
import type { VerdictRow } from '../domain/verdict-row.ts'
import type { CellFields } from './cell-key.ts'
import type { KindCounts } from './trial-sample.ts'

/** A task as its part of the report needs it. Metrics are named as in points, without `score_`. */
export interface ReportTask {
  readonly name: string
  readonly suite: string
  readonly description?: string | undefined
  readonly primary: string
  readonly companion?: string | undefined
}

/** A model as it stands in the table of models; a provider of '' is one that nobody told. */
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
  /** Published scores, which have no trials, and not a run. */
  readonly isImported?: boolean | undefined
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

/** What a verdict rests on beyond its row of verdicts.csv. */
export interface VerdictTests {
  /** How many of the smallest sizes are at the floor; absent where nothing was tested. */
  readonly floorSizes?: number | undefined
  /** One-sided: the companion rises while the primary metric is at the floor. */
  readonly pLeft?: number | undefined
  /** Over both metrics. */
  readonly pTrend?: number | undefined
  /** Width of the rise from 10 % to 90 %, in decades of size, by a logistic; why there is none; absent where not fitted. */
  readonly width?:
    | { readonly decades: number; readonly low: number; readonly high?: number | undefined }
    | { readonly reason: string }
    | undefined
}

/** Where a model stands against the others of its task in score and in what it takes. */
export interface StandingMember {
  readonly cell: CellFields
  /** Parameters, US dollars an answer, or seconds an answer. */
  readonly amount: number
  readonly onFrontier: boolean
  /** In which share of the resamples of items it is on the frontier. */
  readonly share: number
  /** `solid` from 90 % of the resamples on, `candidate` from 10 % on. */
  readonly standing: 'solid' | 'candidate' | 'off'
}

/** A smaller model that is shown to score higher than a larger one, on the same items. */
export interface ReportUpset {
  readonly winner: CellFields
  readonly loser: CellFields
  /** In score, with its 95 % interval. */
  readonly difference: number
  readonly low: number
  readonly high: number
  /** The axes on which the winner is smaller and the difference is shown: times smaller, and Holm's p. */
  readonly axes: readonly {
    readonly axis: 'active' | 'total'
    readonly factor: number
    readonly pAdjusted: number
  }[]
}

/** How the models of a task compare under one condition, on its primary metric, at its most demonstrations. */
export interface TaskStandings extends Omit<CellFields, 'model' | 'provider' | 'engine' | 'quantization'> {
  /** Without `score_`. */
  readonly metric: string
  readonly items: number
  readonly resamples: number
  readonly frontiers: readonly {
    readonly axis: 'size' | 'cost' | 'latency'
    readonly members: readonly StandingMember[]
  }[]
  readonly upsets: readonly ReportUpset[]
  /** Further pairs in which the smaller model scores higher, but chance may have done it. */
  readonly chanceUpsets: number
}

/** Everything a report is made of. */
export interface ReportInput {
  readonly facts: RunFacts
  /** In the order in which they are shown; a task of the points that is not here comes last. */
  readonly tasks: readonly ReportTask[]
  readonly points: readonly Point[]
  /** Empty where no verdict was computed. */
  readonly verdicts: readonly VerdictRow[]
  /** By the verdict's very row. */
  readonly tests: ReadonlyMap<VerdictRow, VerdictTests>
  /** What is true of every verdict: the rule's constants, and what intervals do not cover. */
  readonly rules: readonly string[]
  readonly standings: readonly TaskStandings[]
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
