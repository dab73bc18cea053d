import type { TopLevelSpec } from 'vega-lite'
import { CONFIG, chanceLayers, drawnScore, INK, PLOT, SHAPES, scoreAxis, titleOf } from './chart-frame.ts'
import type { ChartGroup } from './condition.ts'
import { dodgeStep, stepsFromMiddle } from './dodge.ts'
import { formatParameters } from './format-parameters.ts'
import { placeLabels } from './label-rows.ts'
import { type ScoreScale, scoreScale } from './score-scale.ts'
import { type Series, seriesOf } from './series.ts'
import { type SizeScale, sizeScale } from './size-scale.ts'

export interface ByParametersOptions {
  /** Joins all models of one k, whatever their family and tuning. Default: false. */
  readonly joinAll?: boolean
}

/** Model names over the plot: font size and line height. */
const LABEL_SIZE = 11
const ROW_HEIGHT = 15

/**
 * Score against parameters on a log axis: a colour per k, a shape per family and tuning, intervals as bars.
 * Lines join models of one family and tuning only. Undefined where fewer than two sizes are known.
 */
export function scoreByParameters(
  group: ChartGroup,
  options: ByParametersOptions = {},
): TopLevelSpec | undefined {
  const series = seriesOf(group.points).filter(({ size }) => size !== undefined)
  const sizes = [...new Set(series.flatMap(({ size }) => size ?? []))]
  if (sizes.length < 2) return undefined
  const shots = [...new Set(group.points.map((point) => point.shots))].sort((a, b) => a - b)
  const crowd = marksAtOneSize(series, shots.length)
  const step = dodgeStep(sizes.map(sizeScale(sizes, PLOT.width, 0).pixelOf), crowd)
  const scale = sizeScale(sizes, PLOT.width, crowd * step)
  const values = dataOf(series, { shots, scale, step, scores: scoreScale(group.points) })
  const kinds = [...new Set(series.map(({ kind }) => kind))]
  const names = series.map(({ name, size = 0 }) => ({ text: name, x: scale.pixelOf(size) }))
  const labels = placeLabels(names, { width: PLOT.width, fontSize: LABEL_SIZE, maxRows: 5 })
  const x = xAxis(scale)
  const y = scoreAxis(group)
  const color = colorOf(shots)
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: titleOf(group, 'model size'),
    ...PLOT,
    config: CONFIG,
    data: { values },
    layer: [
      ...chanceLayers(group.points),
      {
        mark: { type: 'line', strokeWidth: 1.5 },
        encoding: {
          x,
          y,
          color,
          detail: options.joinAll === true ? { field: 'shots' } : [{ field: 'kind' }, { field: 'shots' }],
        },
      },
      {
        mark: { type: 'rule', strokeWidth: 1.2, opacity: 0.75 },
        encoding: { x, y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' }, color },
      },
      {
        mark: { type: 'point', filled: true, size: 55, opacity: 1 },
        encoding: { x, y, color, shape: shapeOf(kinds) },
      },
      ...labels.map(({ text, x: middle, row }) => ({
        data: { values: [{ text }] },
        mark: { type: 'text' as const, baseline: 'bottom' as const, fontSize: LABEL_SIZE, color: INK.muted },
        encoding: { text: { field: 'text' }, x: { value: middle }, y: { value: -9 - row * ROW_HEIGHT } },
      })),
    ],
  }
}

interface Layout {
  readonly shots: readonly number[]
  readonly scale: SizeScale
  /** Pixels between marks at one size. */
  readonly step: number
  readonly scores: ScoreScale
}

function dataOf(series: readonly Series[], { shots, scale, step, scores }: Layout) {
  return series.flatMap((one) => {
    const { name, kind, size = 0, points } = one
    // Models of one size, such as a base and its instruct version, stand side by side, a step apart.
    const twins = series.filter((other) => other.size === one.size)
    const aside = stepsFromMiddle(twins.indexOf(one), twins.length) * (shots.length + 1)
    return points.flatMap((point) => {
      const drawn = drawnScore(point, scores)
      const steps = aside + stepsFromMiddle(shots.indexOf(point.shots), shots.length)
      return drawn === undefined
        ? []
        : [{ name, kind, size, x: scale.shifted(size, steps * step), shots: point.shots, ...drawn }]
    })
  })
}

/** Marks side by side at the most crowded size, with a place between models. */
function marksAtOneSize(series: readonly Series[], shots: number): number {
  const models = [...Map.groupBy(series, ({ size }) => size).values()].map(({ length }) => length)
  return Math.max(...models) * (shots + 1)
}

function xAxis(scale: SizeScale) {
  const names = Object.fromEntries(scale.ticks.map((tick) => [tick, formatParameters(tick)]))
  return {
    field: 'x',
    type: 'quantitative' as const,
    scale: { type: 'log' as const, domain: [...scale.domain], nice: false },
    axis: {
      title: 'parameters (log scale)',
      values: [...scale.ticks],
      labelExpr: `${JSON.stringify(names)}[datum.value]`,
      labelOverlap: false,
      grid: true,
    },
  }
}

function colorOf(shots: readonly number[]) {
  return {
    field: 'shots',
    type: 'ordinal' as const,
    scale: { domain: [...shots], scheme: { name: 'viridis' as const, extent: [0.88, 0] } },
    legend: { title: 'shots (k)', symbolType: 'circle' },
  }
}

function shapeOf(kinds: readonly string[]) {
  return {
    field: 'kind',
    type: 'nominal' as const,
    scale: { domain: [...kinds], range: kinds.map((_, index) => SHAPES[index % SHAPES.length] ?? 'circle') },
    legend: { title: 'family, tuning', symbolFillColor: INK.rule, symbolStrokeColor: INK.rule },
  }
}
