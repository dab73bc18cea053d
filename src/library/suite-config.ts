import type { FieldValue } from '../domain/item.ts'
import type { RunConfig } from './run-config.ts'

/** One item: what is asked, and the right answer. Further members are fields that templates can show. */
export interface ItemConfig {
  readonly input: string
  /** The right answer, or a list of right answers, the first of which is shown in demonstrations. */
  readonly target: string | readonly string[]
  /** Unique in the task. Default: its position, from 0. */
  readonly id?: string | number | undefined
  /** Items of one group share a source and are not independent. */
  readonly group?: string | undefined
  readonly [field: string]: FieldValue | undefined
}

/** A data file, and what is taken from it (docs/datasets.md). */
export interface DataFileConfig {
  /** Relative to `folder`; `${NAME}` is an environment variable. */
  readonly file: string
  /** Default: by its ending. */
  readonly format?:
    | ('jsonl' | 'json' | 'csv' | 'tsv' | 'parquet' | 'bigbench' | 'humaneval' | 'mbpp' | 'gsm8k')
    | undefined
  /** Fields of items, where they have other names in the file: dotted paths, or Jinja templates over its fields. */
  readonly map?: { readonly [field: string]: string | readonly string[] | null } | undefined
  /** Keeps the rows whose fields have these values, or one of a list of values. */
  readonly where?:
    | { readonly [path: string]: string | number | boolean | readonly (string | number | boolean)[] }
    | undefined
  /** Keeps a fixed choice of so many items, in file order. */
  readonly sample?: { readonly count: number; readonly seed: number } | undefined
}

/** A metric with options, or one of your own in a file (docs/scorers.md). */
export interface MetricConfig {
  /** `exact_match`, `edit_similarity`, …, or `custom`. */
  readonly metric: string
  readonly name?: string | undefined
  /** Which of the task's extractions it reads. Default: the first. */
  readonly extraction?: string | undefined
  /** The metric's options. */
  readonly [option: string]: unknown
}

/** How the answer is found in a response (docs/tasks.md). */
export interface ExtractionConfig {
  /** Its name in this task. */
  readonly name: string
  /** `first-line`, `last-number`, `regex`, … */
  readonly type: string
  /** The extraction's options. */
  readonly [option: string]: unknown
}

/** What the tasks of a suite may share; a task's own value wins. The keys are those of a suite file (docs/tasks.md). */
export interface TaskDefaultsConfig {
  /** Raised when a change makes old scores incomparable. Default `'1'`. */
  readonly version?: string | undefined
  readonly description?: string | undefined
  /** Items kept for demonstrations: how many, a data file, their ids, or items. Default none. */
  readonly pool?: number | string | readonly string[] | readonly ItemConfig[] | DataFileConfig | undefined
  /** How demonstrations are chosen from the pool. Default `random`. */
  readonly demonstrations?: 'random' | 'balanced' | 'first' | readonly string[] | undefined
  /** A field: a query is shown only demonstrations whose field has the query's value. */
  readonly match?: string | undefined
  /** Whether the model writes an answer, or the most likely of the choices is its answer. Default `generation`. */
  readonly answer_by?: 'generation' | 'likelihood' | undefined
  /** The answers to choose from, for every item that has no choices of its own. */
  readonly choices?: readonly string[] | undefined
  /** A prompt that asks nothing, for metrics with `normalise: 'unconditional'`. Default `Answer:`. */
  readonly unconditional_prompt?: string | undefined
  /** How an item becomes text. `input` is needed, here or in `defaults`. */
  readonly template?:
    | {
        /** Jinja over the fields of an item. */
        readonly input?: string | undefined
        /** Default `{{ target }}`. */
        readonly target?: string | undefined
        /** Between input and target. Default one space. */
        readonly target_delimiter?: string | undefined
        /** Between demonstrations, and before the query. Default an empty line. */
        readonly demonstration_delimiter?: string | undefined
        /** Shown above the demonstrations when the instruction factor is on. */
        readonly instruction?: string | undefined
        /** Default: the demonstration delimiter. */
        readonly instruction_delimiter?: string | undefined
      }
    | undefined
  readonly decoding?:
    | {
        /** Answer tokens at most, from 1 on. Default 64. */
        readonly max_tokens?: number | undefined
        /** From 0 (greedy) on. Default 0. */
        readonly temperature?: number | undefined
        /** From 0 to 1. */
        readonly top_p?: number | undefined
        /** Texts that end an answer and are not part of it. Default: the demonstration delimiter. */
        readonly stop?: readonly string[] | undefined
      }
    | undefined
  /** The first is the primary one. Default: the whole response. */
  readonly extractions?: readonly ExtractionConfig[] | undefined
  /** How answers are scored: names of metrics, or metrics with options. */
  readonly metrics?: readonly (string | MetricConfig)[] | undefined
  /** The metric the task is judged by. Default: the first. */
  readonly primary?: string | undefined
  /** A continuous metric on the same response. */
  readonly companion?: string | undefined
  /** Score of guessing on the primary metric. Default 0. */
  readonly chance?: number | undefined
  /** Score of a perfect answer. Default 1. */
  readonly maximum?: number | undefined
}

/** One task: its items, and how they are put, answered and scored. */
export interface TaskConfig extends TaskDefaultsConfig {
  /** Unique over all suites. Letters, digits and . _ - */
  readonly name: string
  /** A data file, or the items themselves. */
  readonly items: string | readonly ItemConfig[] | DataFileConfig
}

/**
 * A suite in code: what a suite file says, as an object. Paths in it are relative to `folder`.
 *
 * @example
 * const suite: SuiteConfig = {
 *   suite: 'sums',
 *   tasks: [
 *     {
 *       name: 'one-digit',
 *       items: [{ input: '2 + 3', target: '5' }, { input: '4 + 4', target: '8' }],
 *       pool: 1,
 *       template: { input: '{{ input }} =' },
 *       metrics: ['exact_match', 'edit_similarity'],
 *       companion: 'edit_similarity',
 *     },
 *   ],
 * }
 */
export interface SuiteConfig {
  /** Unique. Letters, digits and . _ - */
  readonly suite: string
  readonly description?: string | undefined
  /** What is asked where this suite is run by itself: as option `suite` of `runSuite`. */
  readonly run?: Omit<RunConfig, 'tasks' | 'models'> | undefined
  /** Keys that its tasks have where they do not say otherwise; `template` and `decoding` key by key. */
  readonly defaults?: TaskDefaultsConfig | undefined
  /** At least one. */
  readonly tasks: readonly TaskConfig[]
}
