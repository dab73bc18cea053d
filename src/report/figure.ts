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

/** Score against parameters, a line per k and kind. `gaps`: where a verdict places a jump. */
export interface SizeFigure extends ScoreFigure {
  readonly type: 'size'
  readonly gaps: readonly { readonly low: number; readonly high: number }[]
}

/** Score against shots, a line per model or per control. */
export interface ShotsFigure extends ScoreFigure {
  readonly type: 'shots'
}

/** Score against what it takes; `front`: the cells that no other one beats in both. */
export interface FrontierFigure extends ScoreFigure {
  readonly type: 'frontier'
  readonly axis: 'size' | 'cost' | 'latency'
  readonly xTitle: string
  readonly front: readonly number[]
}

/** How the trials of each cell ended: counts in the order of OUTCOMES. */
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
