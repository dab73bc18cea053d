import type { TopLevelSpec } from 'vega-lite'
import type { Point } from '../domain/point.ts'
import { type ChartGroup, describeGroup } from './condition.ts'
import { type ScoreScale, scoreScale } from './score-scale.ts'

/** The plot area, in pixels. */
export const PLOT = { width: 560, height: 320 } as const

/** Ink: text, muted text, rules and grid. */
export const INK = { text: '#222', muted: '#666', rule: '#888', grid: '#e6e6e6' } as const

/** Shapes that stay apart when small, filled, and in grey. */
export const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross'] as const

/** Fonts, grid and margins that every chart shares. */
export const CONFIG: NonNullable<TopLevelSpec['config']> = {
  background: 'white',
  font: 'sans-serif',
  padding: 16,
  view: { stroke: null },
  axis: {
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    titlePadding: 10,
    labelColor: INK.text,
    titleColor: INK.text,
    domainColor: INK.rule,
    tickColor: INK.rule,
    gridColor: INK.grid,
  },
  legend: {
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titleColor: INK.muted,
    labelColor: INK.text,
    labelLimit: 280,
    symbolSize: 80,
    symbolOpacity: 1,
    offset: 20,
    rowPadding: 4,
  },
  title: {
    anchor: 'start',
    frame: 'group',
    fontSize: 16,
    fontWeight: 'bold',
    subtitleFontSize: 12,
    subtitleColor: INK.muted,
    subtitlePadding: 6,
    subtitleLineHeight: 16,
    color: INK.text,
    offset: 16,
  },
}

/** A metric's name as people read it: `exact match`, `corpus chrF`, `macro F1`. */
export function metricName(metric: string): string {
  return metric
    .replaceAll('_', ' ')
    .replace(/\bchrf\b/u, 'chrF')
    .replace(/\bloglikelihood\b/u, 'log-likelihood')
    .replace(/\bbleu\b/u, 'BLEU')
    .replace(/\bf1\b/u, 'F1')
    .replace(/^suite mean$/u, 'mean of tasks')
}

/** What a point is of, as people read it: a task's name, or `suite words`. */
export function taskName(task: string): string {
  return task.replace(/^suite:/u, 'suite ')
}

/** A chart's title and subtitle; anything but a run of real models says so in the title. */
export function titleOf(group: ChartGroup, by: string) {
  const label = group.source === 'run' ? '' : ` (${group.source})`
  return {
    text: `${taskName(group.task)}: ${metricName(group.metric)} by ${by}${label}`,
    subtitle: describeGroup(group),
  }
}

/** The vertical encoding of a score. */
export function scoreAxis({ metric, points }: ChartGroup) {
  const { low, high, ticks, decimals } = scoreScale(points)
  const unit = high > 0 ? '' : ', nats per byte'
  return {
    field: 'score',
    type: 'quantitative' as const,
    scale: { domain: [low, high] },
    axis: { title: `${metricName(metric)}${unit}`, values: [...ticks], format: `.${decimals}f` },
  }
}

/** A point's score and interval as drawn: a t interval may leave the scale, its picture may not. */
export function drawnScore(
  point: Point,
  scale: Pick<ScoreScale, 'low' | 'high'>,
): { score: number; low: number; high: number } | undefined {
  const { score } = point
  if (score === undefined) return undefined
  const inside = (value: number) => Math.min(scale.high, Math.max(scale.low, value))
  return { score, low: inside(point.ciLow ?? score), high: inside(point.ciHigh ?? score) }
}

/** A dashed line at chance, where it is above 0; no layer otherwise. */
export function chanceLayers(points: readonly Point[], width: number = PLOT.width) {
  const chance = points[0]?.chance ?? 0
  if (chance <= 0) return []
  const data = { values: [{ chance, label: 'chance' }] }
  const y = { field: 'chance', type: 'quantitative' as const }
  return [
    { data, mark: { type: 'rule' as const, strokeDash: [5, 4], color: INK.rule }, encoding: { y } },
    {
      data,
      mark: {
        type: 'text' as const,
        align: 'right' as const,
        baseline: 'bottom' as const,
        dy: -3,
        fontSize: 11,
        color: INK.muted,
      },
      encoding: { y, x: { value: width }, text: { field: 'label' } },
    },
  ]
}
