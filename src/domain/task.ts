import type { ScorerFile } from './custom-scorer.ts'
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
  /** Between the instruction and what follows it; demonstrationDelimiter where absent. */
  readonly instructionDelimiter?: string | undefined
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
  /** Another name than the metric's for its column, where a task has the metric twice. */
  readonly name?: string | undefined
  /** `score_METRIC`, or `score_METRIC_EXTRACTION` where the extraction is not the primary one; METRIC is `name` if given. */
  readonly column: string
  /** The file of a `custom` metric. */
  readonly scorer?: ScorerFile | undefined
}

/** How answers are sampled: part of every trial's key. */
export interface Decoding {
  readonly maxTokens: number
  readonly temperature: number
  readonly topP?: number | undefined
  /** Strings that end an answer; not part of it. */
  readonly stop: readonly string[]
}

/** Which log-likelihoods a trial takes. */
export interface LikelihoodAsk {
  /**
   * `target`: of the first target, beside the answer that is generated. `choices`: of every choice of the item, and
   * nothing is generated.
   */
  readonly of: 'target' | 'choices'
  /** A prompt that asks nothing, after which each choice is scored again; absent where no metric needs it. */
  readonly unconditionalPrompt?: string | undefined
}

export interface Task {
  readonly name: string
  readonly suite: string
  /** Raised by its author when a change makes old scores incomparable. */
  readonly version: string
  readonly description?: string | undefined
  readonly template: Template
  readonly demonstrations: DemonstrationChoice
  /** The name of a field: a query is shown only demonstrations whose field has the query's value. */
  readonly match?: string | undefined
  /** Absent where a trial only asks for an answer. */
  readonly likelihood?: LikelihoodAsk | undefined
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
