import type { FigureCell, ShotsFigure, SizeFigure } from '../figure.ts'
import { colourOf, dashOf, shapeOf } from '../symbol.ts'
import { endLabels } from './end-labels.ts'
import { horizontalAxis } from './horizontal-axis.ts'
import { AXIS_ROOM, LABEL_ROOM, PADDING, plotHeight } from './plot-room.ts'
import { COLOUR, chanceLayer, intervalLayer, labelLayer, pointLayer, verticalAxis } from './score-layers.ts'
import { markTip } from './tips.ts'

/** Score against size or shots: lines with intervals, the gaps of verdicts, chance. */
export function scoreSpec(figure: SizeFigure | ShotsFigure, cells: readonly FigureCell[], width: number) {
  const labels = figure.type === 'shots' ? endLabels(figure, 0.065) : []
  const room = labels.length > 0 ? AXIS_ROOM + LABEL_ROOM : AXIS_ROOM
  const { scale, axis, placeOf } = horizontalAxis(figure, width - room)
  const values = figure.marks.map((mark) => {
    const series = figure.series[mark.series]
    return {
      ...mark,
      x: placeOf(mark),
      colour: colourOf(series ?? {}),
      shape: shapeOf(series?.kind ?? 0),
      dash: dashOf(series?.kind ?? 0),
      tip: markTip(figure, mark, cells[mark.cell]),
    }
  })
  const x = { field: 'x', type: 'quantitative', scale, axis }
  const y = verticalAxis(figure)
  return {
    height: plotHeight(width),
    padding: { ...PADDING, right: labels.length > 0 ? LABEL_ROOM : PADDING.right },
    data: { values },
    layer: [
      ...gapLayers(figure, x),
      ...chanceLayer(figure),
      ...labelLayer(labels),
      ...lineLayers(values, { x, y }),
      intervalLayer({ x, y }),
      pointLayer({ x, y }),
    ],
  }
}

/** A line per series, each with its kind's dash. */
function lineLayers(
  values: readonly { readonly series: number; readonly dash: readonly number[] }[],
  encoding: { readonly x: object; readonly y: object },
) {
  return [...Map.groupBy(values, ({ series }) => series).values()].map((members) => ({
    data: { values: members },
    mark: { type: 'line', strokeWidth: 1.6, strokeDash: members[0]?.dash ?? [], aria: false },
    encoding: { ...encoding, color: COLOUR },
  }))
}

/** Height of a bar that tells whose gap it is, and the distance to the next one, in pixels. */
const GAP_BAR = { thickness: 3, step: 5 } as const

/** Gaps as bands, and at their top a bar in the colour of each number of shots whose verdict places its change there. */
function gapLayers(figure: SizeFigure | ShotsFigure, x: object) {
  if (figure.type !== 'size' || figure.gaps.length === 0) return []
  const across = { x: { ...x, field: 'low' }, x2: { field: 'high' } }
  const bands = new Map(figure.gaps.map((gap) => [`${gap.low} ${gap.high}`, gap]))
  const shots = [...new Set(figure.gaps.map((gap) => gap.shots))]
  return [
    {
      data: { values: [...bands.values()] },
      mark: { type: 'rect', color: 'var(--gap)', aria: false },
      encoding: across,
    },
    ...shots.map((k, place) => ({
      data: {
        values: figure.gaps
          .filter((gap) => gap.shots === k)
          .map((gap) => ({ ...gap, colour: colourOf({ tone: gap.tone }) })),
      },
      mark: { type: 'rule', strokeWidth: GAP_BAR.thickness, aria: false },
      encoding: { ...across, y: { value: 3 + place * GAP_BAR.step }, color: COLOUR },
    })),
  ]
}
