import { writeFile } from 'node:fs/promises'
import { basename, extname, relative, resolve } from 'node:path'
import { type DrawnPlot, drawPlot } from '../charts/plot/draw-plot.ts'
import type { PlotAxisName, PlotFacet } from '../charts/plot/plot-request.ts'
import { hasEastAsian, pngOf } from '../charts/png.ts'
import { EXIT } from '../domain/exit-code.ts'
import type { Control, Rendering } from '../domain/factors.ts'
import { InputError } from '../domain/input-error.ts'
import { choosePoints } from './choose-points.ts'
import { isCommitted } from './committed-run.ts'
import { readCurveSources } from './curve-sources.ts'
import type { Host } from './host.ts'
import { matchNames } from './match-names.ts'
import { pngMaterial } from './png-material.ts'

export interface PlotOptions {
  readonly config: string
  /** Each a run's name, the path of a folder, or of a curve.csv: one or more, drawn together. */
  readonly runs: readonly string[]
  /** `NAME=NAME`: what a task or metric of one of them is called in the figure. */
  readonly match?: readonly string[] | undefined
  readonly x: PlotAxisName
  /** A metric of curve.csv; each task's primary one where absent. */
  readonly y?: string | undefined
  /** Empty for one panel; what would be mixed where absent. */
  readonly facets?: readonly PlotFacet[] | undefined
  readonly tasks?: readonly string[] | undefined
  readonly models?: readonly string[] | undefined
  readonly shots?: readonly number[] | undefined
  readonly controls?: readonly Control[] | undefined
  readonly renderings?: readonly Rendering[] | undefined
  /** Files to write, by their endings: `.svg`, `.png`, `.json` (Vega-Lite). */
  readonly out?: readonly string[] | undefined
  readonly width?: number | undefined
  readonly title?: string | undefined
}

const FORMS = ['.svg', '.png', '.json']

/** A PNG has so many pixels for each of the figure's where no width is asked for: sharp in print. */
const PNG_SCALE = 3

/**
 * `icl plot`: one figure of the curve.csv of a run or import, or of several, as SVG, PNG or Vega-Lite JSON. No model is
 * called. Returns the exit code.
 *
 * @throws InputError for names that no run has, points that would be mixed, and files that cannot be written
 */
export async function plotCommand(host: Host, options: PlotOptions): Promise<number> {
  const sources = await readCurveSources(host, options.config, options.runs)
  const files = options.out ?? [`${nameOf(options)}.svg`]
  for (const file of files) checkOut(file)
  const { points, notes } = choosePoints(matchNames(sources, options.match ?? []), options)
  const { x, facets, width, title } = options
  const plot = await drawPlot(points, { x, facets, width, title })
  for (const file of files) {
    await writeFile(file, await contentOf(plot, file, width)).catch((error: NodeJS.ErrnoException) => {
      throw new InputError({ message: `cannot be written (${error.code ?? error.message})`, file })
    })
    host.out(
      `wrote ${relative('', file)}: ${plot.drawn} points in ${plot.panels} panel${plot.panels === 1 ? '' : 's'}`,
    )
  }
  for (const note of notes) host.note(note)
  if (plot.left > 0) host.note(`${plot.left} points have no score or no place on --x ${x} and are not drawn`)
  return EXIT.ok
}

function nameOf({ runs, x }: PlotOptions): string {
  const names = runs.map((run) => basename(run, extname(run)).replace(/[^\p{L}\p{N}._-]+/gu, '_'))
  return `${names.join('-and-')}-by-${x}`
}

function checkOut(file: string): void {
  if (!FORMS.includes(extname(file).toLowerCase()))
    throw new InputError({ message: `--out ${file}: its ending tells no form of a figure`, allowed: FORMS })
  if (isCommitted(resolve(file)))
    throw new InputError({ message: 'is in a committed run, in which nothing is written', file })
}

async function contentOf(
  plot: DrawnPlot,
  file: string,
  width: number | undefined,
): Promise<string | Uint8Array> {
  const form = extname(file).toLowerCase()
  if (form === '.svg') return plot.svg
  if (form === '.json') return `${JSON.stringify(plot.spec, null, 2)}\n`
  return pngOf(
    plot.svg,
    await pngMaterial(hasEastAsian(plot.svg)),
    width ?? Math.round(plot.width * PNG_SCALE),
  )
}
