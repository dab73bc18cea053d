import type { TopLevelSpec } from 'vega-lite'
import { CONFIG, chanceLayers, drawnScore, PLOT, SHAPES, scoreAxis, titleOf } from './chart-frame.ts'
import type { ChartGroup } from './condition.ts'
import { dodgeStep, stepsFromMiddle } from './dodge.ts'
import { type ScoreScale, scoreScale } from './score-scale.ts'
import { type Series, seriesOf } from './series.ts'

/** Most that is kept free at both ends of the axis, in pixels. */
const MARGIN = 60

/**
 * Score against the number of shots, spaced by log2(k + 1): a line per model with its interval at each k; the
 * legend gives size, family and tuning. Undefined where there are fewer than two numbers of shots.
 */
export function scoreByShots(group: ChartGroup): TopLevelSpec | undefined {
  const shots = [...new Set(group.points.map((point) => point.shots))].sort((a, b) => a - b)
  const [least, most] = [shots[0] ?? 0, shots.at(-1) ?? 0]
  if (shots.length < 2) return undefined
  // The largest model first: its line tends to be the highest.
  const series = seriesOf(group.points).toReversed()
  const span = place(most) - place(least)
  const roughly = shots.map((k) => (place(k) / span) * (PLOT.width - 2 * MARGIN))
  const step = dodgeStep(roughly, series.length + 1)
  const margin = Math.min(MARGIN, Math.max(24, (series.length * step) / 2 + 10))
  const perPixel = span / (PLOT.width - 2 * margin)
  const x = {
    field: 'x',
    type: 'quantitative' as const,
    scale: { domain: [place(least) - margin * perPixel, place(most) + margin * perPixel], nice: false },
    axis: {
      title: 'shots k (spaced by log2(k + 1))',
      values: shots.map(place),
      labelExpr: 'format(round(pow(2, datum.value) - 1), "d")',
      labelOverlap: true,
      grid: false,
    },
  }
  const y = scoreAxis(group)
  const color = colorOf(series)
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: titleOf(group, 'shots'),
    ...PLOT,
    config: CONFIG,
    data: { values: dataOf(series, step * perPixel, scoreScale(group.points)) },
    layer: [
      ...chanceLayers(group.points),
      { mark: { type: 'line', strokeWidth: 1.8 }, encoding: { x, y, color } },
      {
        mark: { type: 'rule', strokeWidth: 1.2, opacity: 0.75 },
        encoding: { x, y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' }, color },
      },
      {
        mark: { type: 'point', filled: true, size: 55, opacity: 1 },
        encoding: { x, y, color, shape: shapeOf(series) },
      },
    ],
  }
}

function place(shots: number): number {
  return Math.log2(shots + 1)
}

function dataOf(series: readonly Series[], step: number, scores: ScoreScale) {
  return series.flatMap(({ label, points }, index) => {
    // The smallest model, last in the list, stands leftmost.
    const aside = -stepsFromMiddle(index, series.length) * step
    return points.flatMap((point) => {
      const drawn = drawnScore(point, scores)
      return drawn === undefined
        ? []
        : [{ label, shots: point.shots, x: place(point.shots) + aside, ...drawn }]
    })
  })
}

function colorOf(series: readonly Series[]) {
  return {
    field: 'label',
    type: 'nominal' as const,
    scale: {
      domain: series.map(({ label }) => label),
      scheme: { name: 'viridis' as const, extent: [0, 0.88] },
    },
    legend: { title: 'model' },
  }
}

function shapeOf(series: readonly Series[]) {
  // From the smallest model up, as in the chart by parameters: a kind keeps its shape.
  const kinds = [...new Set(series.map(({ kind }) => kind).toReversed())]
  return {
    field: 'label',
    type: 'nominal' as const,
    scale: {
      domain: series.map(({ label }) => label),
      range: series.map(({ kind }) => SHAPES[kinds.indexOf(kind) % SHAPES.length] ?? 'circle'),
    },
    legend: { title: 'model' },
  }
}
