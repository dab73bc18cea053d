import { parse, View } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import { compile } from 'vega-lite'
import type { Figure, FigureCell } from '../figure.ts'
import { chartSpec } from './chart-spec.ts'
import type { Tooltip } from './tooltip.ts'

/** What drawing needs of the page. */
export interface ChartContext {
  readonly cells: readonly FigureCell[]
  readonly tooltip: Tooltip
  open(cell: number): void
}

/** What stands in a place, to be let go of when it is drawn anew. */
const drawn = new WeakMap<HTMLElement, View>()

/** Draws a figure into its place, as wide as that is, with Vega's interpreter: nothing is evaluated as code. */
export async function drawChart(place: HTMLElement, figure: Figure, context: ChartContext): Promise<void> {
  const width = Math.max(240, Math.floor(place.clientWidth))
  const { spec } = compile(chartSpec(figure, context.cells, width))
  const view = new View(parse(spec, undefined, { ast: true }), {
    renderer: 'svg',
    container: place,
    expr: expressionInterpreter,
    hover: false,
    tooltip: (_handler: unknown, event: MouseEvent, _item: unknown, value: unknown) => {
      if (typeof value === 'string' && value !== '') context.tooltip.show(value, event.clientX, event.clientY)
      else context.tooltip.hide()
    },
  })
  // Noted before waiting: who asks for the same width meanwhile has it.
  place.dataset.width = String(width)
  drawn.get(place)?.finalize()
  drawn.set(place, view)
  await view.runAsync()
  makeReachable(place, figure, context)
}

interface Point {
  readonly node: SVGElement
  readonly cell: number
  readonly tip: string
}

/** Lets the keyboard into a chart: one stop of Tab, arrows from point to point, Enter to open. */
function makeReachable(place: HTMLElement, figure: Figure, context: ChartContext): void {
  const svg = place.querySelector('svg')
  svg?.setAttribute('role', 'group')
  svg?.setAttribute(
    'aria-label',
    `${figure.title}. Arrow keys go from point to point; the numbers are in the table below.`,
  )
  svg?.removeAttribute('aria-roledescription')
  const points = pointsOf(place)
  const focus = (index: number) => {
    const point = points[(index + points.length) % points.length]
    for (const { node } of points) node.setAttribute('tabindex', '-1')
    point?.node.setAttribute('tabindex', '0')
    point?.node.focus()
  }
  for (const [index, { node, cell, tip }] of points.entries()) {
    const opens = context.cells[cell]?.trials !== undefined
    node.setAttribute('role', opens ? 'button' : 'img')
    node.setAttribute('tabindex', index === 0 ? '0' : '-1')
    node.setAttribute('aria-label', tip.replaceAll('\n', '; '))
    node.removeAttribute('aria-roledescription')
    node.dataset.cell = String(cell)
    node.addEventListener('click', () => opens && context.open(cell))
    node.addEventListener('focus', () => context.tooltip.showBeside(tip, node))
    node.addEventListener('blur', context.tooltip.hide)
    node.addEventListener('keydown', (event) => {
      const step = STEPS[event.key]
      if (step !== undefined) focus(index + step)
      else if (event.key === 'Escape') context.tooltip.hide()
      else if ((event.key === 'Enter' || event.key === ' ') && opens) context.open(cell)
      else return
      event.preventDefault()
    })
  }
}

const STEPS: { readonly [key: string]: number } = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/** The drawn marks that stand for cells, in reading order; what else Vega describes is for it alone. */
function pointsOf(place: HTMLElement): Point[] {
  const points: Point[] = []
  for (const node of place.querySelectorAll<SVGElement>(
    '.mark-symbol.role-mark path, .mark-rect.role-mark path',
  )) {
    const item = (node as SVGElement & { __data__?: { datum?: { cell?: unknown; tip?: unknown } } }).__data__
    const { cell, tip } = item?.datum ?? {}
    if (typeof cell === 'number' && typeof tip === 'string') points.push({ node, cell, tip })
  }
  return points
}
