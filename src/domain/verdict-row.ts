import type { Control, Instruction, Rendering } from './factors.ts'

/** What a curve over sizes shows, by the rule of emergence. */
export const VERDICTS = [
  'emergent',
  'metric_artefact',
  'smooth',
  'flat',
  'undetermined',
  'not_identifiable',
] as const
/** One of them; docs/statistics.md says when each is given. */
export type Verdict = (typeof VERDICTS)[number]

/** Columns of verdicts.csv, in file order; each is the snake-case name of a member of VerdictRow. */
export const VERDICT_COLUMNS = [
  'source',
  'task',
  'metric',
  'companion',
  'families',
  'rendering',
  'instruction',
  'control',
  'shots',
  'sizes',
  'items',
  'verdict',
  'rule',
  'p_apparent',
  'p_sharp',
  'p_adjusted',
  'gap_low',
  'gap_high',
  'share',
  'share_low',
  'share_high',
  'needed',
  'sentence',
] as const

/** One curve's verdict: one row of verdicts.csv. `undefined` is unknown, an empty cell. */
export interface VerdictRow {
  /** As in a Point. */
  readonly source: string
  readonly task: string
  /** The discontinuous metric that is judged, without `score_`. */
  readonly metric: string
  /** The continuous metric of the same responses, where the task has one. */
  readonly companion?: string | undefined
  /** Families on the curve, joined by `; `. */
  readonly families: string
  readonly rendering: Rendering
  readonly instruction: Instruction
  readonly control: Control
  readonly shots: number
  /** Number of sizes on the curve. */
  readonly sizes: number
  /** Items that every size has. */
  readonly items: number
  readonly verdict: Verdict
  /** The rule's name: `rule-1`. */
  readonly rule: string
  readonly pApparent?: number | undefined
  readonly pSharp?: number | undefined
  /** Of `emergent`, adjusted over the tasks of the run (Benjamini and Hochberg). */
  readonly pAdjusted?: number | undefined
  /** Parameters of the models on both sides of the jump. */
  readonly gapLow?: number | undefined
  readonly gapHigh?: number | undefined
  /** Share of the companion's whole rise that lies in that gap, with its 95 % interval. */
  readonly share?: number | undefined
  readonly shareLow?: number | undefined
  readonly shareHigh?: number | undefined
  /** What would be needed to say more, in words. */
  readonly needed?: string | undefined
  /** The finding in a sentence. */
  readonly sentence: string
}
