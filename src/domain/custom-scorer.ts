import type { Digest } from './digest.ts'
import type { FieldValue } from './item.ts'
import type { OptionRules, Options } from './option-rule.ts'
import type { Outcome } from './outcome.ts'

/** What a custom scorer is given of one trial. */
export interface ScorerInput {
  /** What the extraction found, trimmed; empty where a continuous scorer is asked about a response without an answer. */
  readonly answer: string
  /** The whole response, without thinking. */
  readonly response: string
  /** A reasoning model's thinking, where the provider gives it. */
  readonly reasoning?: string | undefined
  /** The answers that count as right. */
  readonly targets: readonly string[]
  /** The item's fields, `input` and `target` among them. */
  readonly fields: { readonly [name: string]: FieldValue }
  readonly outcome: Outcome
  /** The metric's `options` in the task file. */
  readonly options: Options
  /**
   * Asks the judge that the task file names, and gives its reply. The same question is asked once in a run, whoever asks
   * it. Rejects where the task file names no judge, and where there is no reply: the trial then has no score.
   */
  readonly ask: (question: string, limits?: AskLimits) => Promise<string>
}

/** Limits of one question to a judge. */
export interface AskLimits {
  /** Tokens of its reply at most; 512 where not given. */
  readonly maxTokens?: number | undefined
}

/** A metric of one's own: what a scorer file exports as its default. */
export interface Scorer {
  /**
   * `discontinuous` jumps between right and wrong, and is asked only about complete answers: a refused, empty, truncated or
   * unparsed response scores 0. `continuous` gives credit for near misses, and is asked about those responses too.
   */
  readonly kind: 'discontinuous' | 'continuous'
  /** The options that a task file may set, with what each may be; none where absent. */
  readonly options?: OptionRules | undefined
  /** From 0 to 1; `undefined` where the response cannot be scored: an empty cell, not 0. */
  score(input: ScorerInput): number | undefined | Promise<number | undefined>
}

/** The scorer itself, checked by TypeScript: `export default defineScorer({…})`. */
export function defineScorer(scorer: Scorer): Scorer {
  return scorer
}

/** A scorer file as a stored task names it. */
export interface ScorerFile {
  /** As the task file has it, relative to that. */
  readonly file: string
  /** Of its text: a changed scorer is another metric. */
  readonly digest: Digest
  readonly kind: 'discontinuous' | 'continuous'
  /** The name of the model that it may ask. */
  readonly judge?: string | undefined
}
