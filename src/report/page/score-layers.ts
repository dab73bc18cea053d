import type { EndLabel } from './end-labels.ts'
import type { ScoreFigure } from './horizontal-axis.ts'

/** The vertical axis of a figure of scores. */
export function verticalAxis({ y }: ScoreFigure) {
  return {
    field: 'score',
    type: 'quantitative',
    scale: { domain: [y.low, y.high] },
    axis: { title: y.title, values: y.ticks, format: `.${y.decimals}f` },
  }
}

/** The encoding of a colour that stands in the data. */
export const COLOUR = { field: 'colour', type: 'nominal', scale: null, legend: null } as const

/** The points of a chart: what is pointed at, focused and opened. */
export function pointLayer({ x, y }: { readonly x: object; readonly y: object }) {
  return {
    mark: { type: 'point', filled: true, size: 52, opacity: 1, cursor: 'pointer' },
    encoding: {
      x,
      y,
      color: COLOUR,
      shape: { field: 'shape', type: 'nominal', scale: null, legend: null },
      tooltip: { field: 'tip', type: 'nominal' },
      description: { field: 'tip', type: 'nominal' },
    },
  }
}

/** Intervals as bars. */
export function intervalLayer({ x, y }: { readonly x: object; readonly y: object }) {
  return {
    mark: { type: 'rule', strokeWidth: 1.2, opacity: 0.7, aria: false },
    encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color: COLOUR },
  }
}

/** Names at the right end of lines. */
export function labelLayer(labels: readonly EndLabel[]) {
  if (labels.length === 0) return []
  return [
    {
      data: { values: labels },
      mark: { type: 'text', align: 'left', dx: 4, fontSize: 10.5, color: 'var(--muted)', aria: false },
      encoding: {
        y: { field: 'score', type: 'quantitative' },
        x: { value: 'width' },
        text: { field: 'text' },
      },
    },
  ]
}

/** The score of guessing, as a dashed line with its name. */
export function chanceLayer({ chance }: ScoreFigure) {
  if (chance === undefined) return []
  const y = { field: 'chance', type: 'quantitative' }
  const data = { values: [{ chance, label: 'chance' }] }
  return [
    { data, mark: { type: 'rule', strokeDash: [5, 4], color: 'var(--muted)', aria: false }, encoding: { y } },
    {
      data,
      mark: {
        type: 'text',
        align: 'left',
        baseline: 'bottom',
        dx: 3,
        dy: -2,
        fontSize: 10.5,
        color: 'var(--muted)',
        aria: false,
      },
      encoding: { y, x: { value: 0 }, text: { field: 'label' } },
    },
  ]
}
