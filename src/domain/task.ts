import type { Item } from './item.ts'

/**
 * How an item becomes text; each part is a Jinja template over the item's fields. A demonstration is
 * input + targetDelimiter + target; demonstrations and the query are joined by demonstrationDelimiter.
 */
export interface Template {
  readonly input: string
  readonly target: string
  readonly targetDelimiter: string
  readonly demonstrationDelimiter: string
  /** The line above the demonstrations when the instruction factor is on. */
  readonly instruction?: string | undefined
}

/** How demonstrations are chosen from the pool: by chance, label-balanced by chance, in file order, or by id. */
export type DemonstrationChoice = 'random' | 'balanced' | 'first' | readonly string[]

/** A response → answer rule, by name in the table of extractions. */
export interface ExtractionSpec {
  /** Its name in this task: part of score column names. */
  readonly name: string
  readonly type: string
  readonly options: { readonly [option: string]: string | number | boolean }
}

/** A metric as a task asks for it. */
export interface MetricSpec {
  /** A name in the table of metrics: `exact_match`. */
  readonly metric: string
  /** The name of one of the task's extractions; its first where not given. */
  readonly extraction: string
  readonly options: { readonly [option: string]: string | number | boolean | readonly string[] }
  /** `score_METRIC`, or `score_METRIC_EXTRACTION` where the extraction is not the primary one. */
  readonly column: string
}

/** How answers are sampled: part of every trial's key. */
export interface Decoding {
  readonly maxTokens: number
  readonly temperature: number
  readonly topP?: number | undefined
  /** Strings that end an answer; not part of it. */
  readonly stop: readonly string[]
}

export interface Task {
  readonly name: string
  readonly suite: string
  /** Raised by its author when a change makes old scores incomparable. */
  readonly version: string
  readonly description?: string | undefined
  readonly template: Template
  readonly demonstrations: DemonstrationChoice
  /** Items that may be shown; disjoint from the queries. */
  readonly pool: readonly Item[]
  /** Items that are asked, in file order. */
  readonly queries: readonly Item[]
  readonly decoding: Decoding
  readonly extractions: readonly [ExtractionSpec, ...ExtractionSpec[]]
  readonly metrics: readonly [MetricSpec, ...MetricSpec[]]
  /** The score column the task is judged by, and a continuous one on the same response, fixed before any run. */
  readonly primary: string
  readonly companion?: string | undefined
  /** Score of guessing, and of a perfect answer, on the primary metric. */
  readonly chance: number
  readonly maximum: number
}

export interface Suite {
  readonly name: string
  readonly description?: string | undefined
  readonly tasks: readonly Task[]
}
