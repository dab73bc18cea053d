import type { CodeRunner } from './code-runner.ts'
import type { AskLimits, Scorer, ScorerFile } from './custom-scorer.ts'
import type { FieldValue, Item } from './item.ts'
import type { Likelihood } from './likelihood.ts'
import type { Outcome } from './outcome.ts'

/** Discontinuous metrics jump between right and wrong; continuous ones give credit for near misses. */
export type MetricKind = 'discontinuous' | 'continuous'

/** What a metric needs beside the response, which a provider or a machine may not have. */
export type MetricNeed = 'target-likelihood' | 'choice-likelihoods' | 'code' | 'judge'

/** What a metric may look at beside the answer and its targets. */
export interface AnswerContext {
  readonly item: Item
  /** The whole response, without thinking; empty where the model was not asked for one. */
  readonly response: string
  readonly reasoning?: string | undefined
  readonly outcome: Outcome
  /** Of the target, or of each choice in the item's order; absent where the provider has none. */
  readonly likelihoods?: readonly Likelihood[] | undefined
  /** Names the trial, for what is made once a trial: a judge's call. */
  readonly trialKey: string
  /** Told why a metric has no score where it should have one: a line for the trial's `error`. */
  readonly report?: ((problem: string) => void) | undefined
}

/** A score, or `undefined` where there is none: an empty cell, not 0. */
export type Score = number | undefined

/** A metric of one trial; its point on a curve is the mean. Scores are fractions in [0,1] or nats per byte. */
export interface TrialMetric {
  readonly level: 'trial'
  readonly name: string
  readonly kind: MetricKind
  readonly unit: 'fraction' | 'nats_per_byte'
  /** `answer` is the extraction's; the best score over the targets counts. */
  score(answer: string, targets: readonly string[], context: AnswerContext): Score | Promise<Score>
}

/** A scored answer, as metrics of several trials read it. */
export interface AnswerRow {
  readonly item: string
  /** Empty where there is none, or where the outcome lets a metric of this kind see none. */
  readonly answer: string
  readonly targets: readonly string[]
  /** The trial's own scores, by column. */
  readonly scores: { readonly [column: string]: number }
  /** The item's fields. */
  readonly fields: { readonly [name: string]: FieldValue }
}

/** An item's score from all its trials under one condition (pass@k); its point is the mean over items. */
export interface ItemMetric {
  readonly level: 'item'
  readonly name: string
  readonly kind: MetricKind
  readonly unit: 'fraction'
  /** `undefined` where the trials do not suffice: the item is left out. */
  score(rows: readonly AnswerRow[]): Score
  /**
   * The score of one of the item's trials, where the item's score is the mean of these (a class's recall): the point
   * then has the interval of a trial metric on the items it applies to.
   */
  ofTrial?(row: AnswerRow): Score
  /** Whether the metric is about this item; where absent it is about every one. */
  appliesTo?(item: Pick<AnswerRow, 'targets' | 'fields'>): boolean
}

/** A pure function of a point's rows (corpus BLEU, macro F1); its interval is by bootstrap over items. */
export interface AggregateMetric {
  readonly level: 'aggregate'
  readonly name: string
  readonly kind: MetricKind
  readonly unit: 'fraction'
  /**
   * Reads a point's rows once, so that a thousand resamples of them cost little. The function scores the rows with
   * row i counted `weights[i]` times: 1 for the point, 0 for what is left out, else how often a resample drew it. It
   * gives `undefined` where that leaves nothing to score.
   */
  prepare(rows: readonly AnswerRow[]): (weights: ArrayLike<number>) => Score
}

export type Metric = TrialMetric | ItemMetric | AggregateMetric

/** A model that judges answers, as a metric asks it. */
export interface Judge {
  /**
   * The judge's reply. The same question is asked once, for the trial that comes first, and kept with its cost.
   *
   * @throws NoJudgement when there is no reply: the trial then has no such score
   */
  ask(question: string, trialKey: string, limits?: AskLimits): Promise<string>
}

/** What metrics may call on; each is opened at its first use. */
export interface ScoringServices {
  readonly code?: CodeRunner | undefined
  /** Judges by model name. Where absent, metrics that need one have no score yet. */
  readonly judge?: ((model: string) => Judge) | undefined
  /** Custom scorers, loaded; `undefined` for one that is not. */
  readonly custom?: ((file: ScorerFile) => Scorer | undefined) | undefined
}
