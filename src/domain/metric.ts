/** Discontinuous metrics jump between right and wrong; continuous ones give credit for near misses. */
export type MetricKind = 'discontinuous' | 'continuous'

/** A metric of one trial; its point on a curve is the mean. Scores are fractions in [0,1] or nats per byte. */
export interface TrialMetric {
  readonly level: 'trial'
  readonly name: string
  readonly kind: MetricKind
  readonly unit: 'fraction' | 'nats_per_byte'
  /** `answer` is the extraction's; the best score over the targets counts. */
  score(answer: string, targets: readonly string[]): number
}

/** A scored answer, as an aggregate metric reads it. */
interface AnswerRow {
  readonly item: string
  readonly answer: string
  readonly targets: readonly string[]
}

/** A pure function of a point's rows (corpus BLEU, pass@k); its interval is by bootstrap over items. */
export interface AggregateMetric {
  readonly level: 'aggregate'
  readonly name: string
  readonly kind: MetricKind
  readonly unit: 'fraction'
  aggregate(rows: readonly AnswerRow[]): number
}

export type Metric = TrialMetric | AggregateMetric
