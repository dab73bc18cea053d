import type { FigureCell, FrontierFigure } from '../figure.ts'
import { colourOf, shapeOf } from '../symbol.ts'
import { type Horizontal, horizontalAxis } from './horizontal-axis.ts'
import { labelPlaces } from './label-places.ts'
import { AXIS_ROOM, plotHeight } from './plot-room.ts'
import { chanceLayer, intervalLayer, pointLayer, verticalAxis } from './score-layers.ts'
import { markTip } from './tips.ts'

/**
 * Score against size, cost or latency: the frontier as a line of steps, filled points where it is solid, rings where a
 * model may be on it, faint ones elsewhere.
 */
export function frontierSpec(figure: FrontierFigure, cells: readonly FigureCell[], width: number) {
  const horizontal = horizontalAxis(figure, width - AXIS_ROOM)
  const { scale, axis, placeOf } = horizontal
  const values = figure.marks.map((mark) => {
    const { kind = 0, ...series } = figure.series[mark.series] ?? {}
    return {
      ...mark,
      x: placeOf(mark),
      colour: mark.standing === 'off' ? 'var(--muted)' : colourOf(series),
      shape: shapeOf(kind),
      tip: markTip(figure, mark, cells[mark.cell]),
    }
  })
  const x = { field: 'x', type: 'quantitative', scale, axis }
  const y = verticalAxis(figure)
  return {
    height: plotHeight(width),
    data: { values },
    layer: [
      ...chanceLayer(figure),
      {
        data: { values: values.filter(({ onFrontier }) => onFrontier) },
        mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1, color: 'var(--rule)', aria: false },
        encoding: { x, y },
      },
      intervalLayer({ x, y }),
      ...labelLayers(figure, horizontal, width, { x, y }),
      ...(['solid', 'candidate', 'off'] as const).flatMap((standing) => {
        const members = values.filter((value) => value.standing === standing)
        return members.length === 0 ? [] : [{ data: { values: members }, ...pointsOf(standing, { x, y }) }]
      }),
    ],
  }
}

/** Room below a plot for its axis, in pixels; about. */
const AXIS_HEIGHT = 48

/** Sizes beside the points, where the axis does not tell them and there is room. */
function labelLayers(
  { marks, y: scale }: FrontierFigure,
  { partOf, placeOf }: Horizontal,
  width: number,
  { x, y }: { readonly x: object; readonly y: object },
) {
  if (partOf === undefined) return []
  const plot = { width: width - AXIS_ROOM, height: plotHeight(width) - AXIS_HEIGHT }
  const points = marks.map((mark) => ({
    label: mark.label,
    x: partOf(mark) * plot.width,
    y: ((scale.high - mark.score) / (scale.high - scale.low)) * plot.height,
  }))
  const places = labelPlaces(points, plot)
  return marks.flatMap((mark, index) => {
    const place = places[index]
    if (place === undefined) return []
    return [
      {
        data: { values: [{ x: placeOf(mark), score: mark.score, label: mark.label }] },
        mark: { type: 'text', ...place, fontSize: 10.5, color: 'var(--muted)', aria: false },
        encoding: { x, y, text: { field: 'label' } },
      },
    ]
  })
}

function pointsOf(
  standing: FrontierFigure['marks'][0]['standing'],
  encoding: { readonly x: object; readonly y: object },
) {
  const layer = pointLayer(encoding)
  switch (standing) {
    case 'solid':
      return layer
    case 'candidate':
      return { ...layer, mark: { ...layer.mark, filled: false, fill: 'var(--page)', strokeWidth: 1.6 } }
    case 'off':
      return { ...layer, mark: { ...layer.mark, size: 34 } }
  }
}
