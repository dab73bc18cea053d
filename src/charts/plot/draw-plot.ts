import type { Point } from '../../domain/point.ts'
import { svgOf } from '../svg.ts'
import { type PlotFigure, plotFigure } from './plot-figure.ts'
import type { PlotRequest } from './plot-request.ts'

/** Below this width a figure is laid out anew; a wider one is the same figure, larger. */
const NARROW = 700

/** Pictures drawn in place of one that is too wide or too narrow. */
const CORRECTIONS = 3

/** A drawn plot. */
export interface DrawnPlot extends Omit<PlotFigure, 'width'> {
  readonly svg: string
  /** Of the picture, in pixels. */
  readonly width: number
}

/**
 * Draws a plot as SVG, as wide as asked for. How wide legends and labels are is only known from the picture, so that it
 * is drawn again until it fits.
 *
 * @throws InputError as `plotFigure`
 */
export async function drawPlot(points: readonly Point[], request: PlotRequest): Promise<DrawnPlot> {
  const wanted = request.width
  const { width: _, ...rest } = request
  const narrow: PlotRequest = wanted !== undefined && wanted < NARROW ? { ...rest, width: wanted } : rest
  let figure = plotFigure(points, narrow)
  let svg = await svgOf(figure.spec)
  let excess = 0
  for (let round = 0; round < CORRECTIONS; round++) {
    const beyond = sizeOf(svg).width - figure.width
    if (Math.abs(beyond) <= 2) break
    excess += beyond
    figure = plotFigure(points, narrow, excess)
    svg = await svgOf(figure.spec)
  }
  const size = sizeOf(svg)
  if (wanted === undefined || narrow.width !== undefined) return { ...figure, svg, width: size.width }
  return { ...figure, svg: scaled(svg, size, wanted), width: wanted }
}

interface Size {
  readonly width: number
  readonly height: number
}

function sizeOf(svg: string): Size {
  const [, width, height] = /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"/u.exec(svg) ?? []
  return { width: Number(width), height: Number(height) }
}

function scaled(svg: string, { width, height }: Size, to: number): string {
  const tall = Math.round((height * to) / width)
  return svg.replace(` width="${width}" height="${height}"`, ` width="${to}" height="${tall}"`)
}
