import type { ScoreScale } from '../charts/score-scale.ts'

/** A line of a figure, or a group of its points. */
interface FigureSeries {
  readonly label: string
  /** What stands at the end of its line: a size. */
  readonly short?: string | undefined
  /** Family and tuning: its number gives shape and dash; what a line never crosses. */
  readonly kind: number
  /** Place on the sequential palette, in [0, 1]; absent where the series has a colour of its own. */
  readonly tone?: number | undefined
  /** Number of a categorical colour. */
  readonly hue?: number | undefined
}

/** One point of a figure. */
export interface FigureMark {
  /** Number of its cell: what opens its trials. */
  readonly cell: number
  readonly series: number
  readonly x: number
  readonly score: number
  readonly low: number
  readonly high: number
}

interface ScoreFigure {
  readonly title: string
  readonly series: readonly FigureSeries[]
  readonly marks: readonly FigureMark[]
  readonly y: ScoreScale & { readonly title: string }
  readonly chance?: number | undefined
}

/** Where the verdict at a number of shots places the change: between two sizes. */
interface FigureGap {
  readonly low: number
  readonly high: number
  readonly shots: number
  /** The tone of the line of these shots. */
  readonly tone: number
}

/** Score against parameters, a line per k and kind. */
export interface SizeFigure extends ScoreFigure {
  readonly type: 'size'
  /** By shots, ascending. */
  readonly gaps: readonly FigureGap[]
}

/** Score against shots, a line per model or per control. */
export interface ShotsFigure extends ScoreFigure {
  readonly type: 'shots'
}

/** A model against the others in score and in what it takes. */
interface FrontierMark extends FigureMark {
  /** Written beside it: its size. */
  readonly label: string
  /** No other one beats it in both. */
  readonly onFrontier: boolean
  /** Of how many resamples of items that holds; absent where a score has no items. */
  readonly share?: number | undefined
  readonly standing: 'solid' | 'candidate' | 'off'
}

/** Score against what it takes, a point per model, at one number of shots. */
export interface FrontierFigure extends Omit<ScoreFigure, 'marks'> {
  readonly type: 'frontier'
  readonly axis: 'size' | 'cost' | 'latency'
  readonly xTitle: string
  readonly marks: readonly FrontierMark[]
}

/** How the trials of cells ended of which not all ended `ok`: counts in the order of OUTCOMES. */
export interface OutcomeFigure {
  readonly type: 'outcomes'
  readonly title: string
  readonly rows: readonly {
    readonly cell: number
    readonly label: string
    /** For narrow screens. */
    readonly short: string
    readonly counts: readonly number[]
  }[]
  /** How many further cells there are, of which all trials ended `ok`. */
  readonly others: number
}

export type Figure = SizeFigure | ShotsFigure | FrontierFigure | OutcomeFigure

/** A cell as the page speaks of it. */
export interface FigureCell {
  readonly task: string
  /** Cells of one task and condition, among which the reader moves. */
  readonly scope: number
  /** Size, family and tuning, and the name where it is needed to tell models apart. */
  readonly label: string
  readonly model: string
  readonly condition: string
  readonly shots: number
  /** All its trials, and by kind; absent for imported points. */
  readonly trials?: number | undefined
  readonly wrong?: number | undefined
  readonly noAnswer?: number | undefined
}
