import type { Point } from '../../domain/point.ts'
import { formatParameters } from '../format-parameters.ts'
import { textWidth } from '../text-width.ts'
import type { PlotAxisName } from './plot-request.ts'

/** What a point's place on the horizontal axis is. */
export interface PlotAxis {
  /** What people call it: `model size`. */
  readonly by: string
  readonly title: string
  readonly log: boolean
  /** Whether its lines join models, and whether marks at one place stand side by side. */
  readonly joinsModels: boolean
  readonly dodges: boolean
  /** Undefined where it is not known, or has no place on a log axis. */
  valueOf(point: Point): number | undefined
  /** From a value to its even place, and back. */
  placeOf(value: number): number
  readonly valueAt: (place: number) => number
  /** Places that may be labelled, for the values that are there. */
  ticksFor(values: readonly number[]): readonly number[]
  format(value: number): string
}

const answered = ({ trials, failed, skipped }: Point): number => trials - failed - skipped

const perTrial = (sum: number | undefined, point: Point): number | undefined =>
  sum === undefined || answered(point) === 0 ? undefined : sum / answered(point)

const positive = (value: number | undefined): number | undefined =>
  value !== undefined && value > 0 ? value : undefined

const LOG = {
  log: true,
  joinsModels: false,
  dodges: false,
  placeOf: Math.log10,
  valueAt: (place: number) => 10 ** place,
}

/** The axes there are, by name. */
export const AXES: { readonly [name in PlotAxisName]: PlotAxis } = {
  params: {
    ...LOG,
    joinsModels: true,
    dodges: true,
    by: 'model size',
    title: 'parameters (log scale)',
    valueOf: ({ parameters }) => positive(parameters),
    ticksFor: (values) => values,
    format: formatParameters,
  },
  'active-params': {
    ...LOG,
    joinsModels: true,
    dodges: true,
    by: 'active parameters',
    title: 'active parameters (log scale)',
    valueOf: ({ activeParameters, parameters }) => positive(activeParameters ?? parameters),
    ticksFor: (values) => values,
    format: formatParameters,
  },
  shots: {
    by: 'shots',
    title: 'shots k (spaced by log2(k\u00a0+\u00a01))',
    log: false,
    joinsModels: false,
    dodges: true,
    valueOf: ({ shots }) => shots,
    placeOf: (shots) => Math.log2(shots + 1),
    valueAt: (place) => 2 ** place - 1,
    ticksFor: (values) => values,
    format: (shots) => String(Math.round(shots)),
  },
  cost: {
    ...LOG,
    by: 'cost',
    title: 'US dollars per 1,000 trials (log scale)',
    valueOf: (point) => positive(perTrial(point.costUsd, point)),
    ticksFor: (values) => roundTicks(values),
    format: (dollars) => plain(dollars * 1000),
  },
  latency: {
    ...LOG,
    by: 'latency',
    title: 'seconds per trial, mean (log scale)',
    valueOf: ({ latencyMs }) => positive(latencyMs),
    ticksFor: (values) => roundTicks(values),
    format: (ms) => plain(ms / 1000),
  },
  tokens: {
    ...LOG,
    by: 'tokens',
    title: 'tokens per trial, prompt and answer (log scale)',
    valueOf: (point) => positive(perTrial(point.tokens, point)),
    ticksFor: (values) => roundTicks(values),
    format: plain,
  },
}

/** 1, 2 and 5 times powers of ten within the values' range, and finer steps where these are fewer than two. */
function roundTicks(values: readonly number[]): readonly number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const within = (steps: readonly number[]) => {
    const ticks: number[] = []
    for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); power++)
      for (const step of steps) ticks.push(Number((step * 10 ** power).toPrecision(12)))
    return ticks.filter((tick) => tick >= least * 0.9 && tick <= most * 1.1)
  }
  const coarse = within([1, 2, 5])
  return coarse.length >= 2 ? coarse : within([1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9])
}

/** Three digits that count, without an exponent. */
function plain(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 9 })
}

/** An axis laid out for a panel's width. */
export interface LaidAxis {
  /** In the axis's own values: of a log axis the values, else their even places. */
  readonly domain: readonly [number, number]
  readonly ticks: readonly number[]
  readonly labels: { readonly [tick: string]: string }
  pixelOf(value: number): number
  /** Where a mark is drawn that stands so many pixels beside a value, in the domain's numbers. */
  drawnAt(value: number, pixels: number): number
}

/** Of tick labels: font size, and the least room between two, in pixels. */
const LABEL_SIZE = 12
const GAP = 6

/** Kept free at both ends of the axis, in pixels. */
const MARGIN = 22

/**
 * Keeps an axis to its data: from the least value to the largest, with room for marks that stand side by side there.
 * Labels that would touch are left out.
 */
export function layAxis(axis: PlotAxis, values: readonly number[], width: number, room: number): LaidAxis {
  const places = values.map(axis.placeOf)
  const [least, most] = [Math.min(...places), Math.max(...places)]
  const span = most - least || 1
  const margin = most === least ? width / 2 : Math.min(width / 4, MARGIN + room / 2)
  const perPixel = span / Math.max(1, most === least ? width : width - 2 * margin)
  const start = least - margin * perPixel
  const end = start + width * perPixel
  const drawn = (place: number) => (axis.log ? axis.valueAt(place) : place)
  const pixelOf = (value: number) => (axis.placeOf(value) - start) / perPixel
  const kept = roomyTicks(
    axis,
    [...new Set(axis.ticksFor(values))].toSorted((a, b) => a - b),
    pixelOf,
  )
  const own = (value: number) => (axis.log ? value : axis.placeOf(value))
  const ticks = kept.map(own)
  return {
    domain: [drawn(start), drawn(end)],
    ticks,
    labels: Object.fromEntries(ticks.map((tick, index) => [tick, axis.format(kept[index] ?? 0)])),
    pixelOf,
    drawnAt: (value, pixels) => (pixels === 0 ? own(value) : drawn(axis.placeOf(value) + pixels * perPixel)),
  }
}

/** Ticks whose labels do not touch: the first, the last, and those between that have room. */
function roomyTicks(
  axis: PlotAxis,
  ascending: readonly number[],
  pixelOf: (value: number) => number,
): readonly number[] {
  const half = (value: number) => textWidth(axis.format(value), LABEL_SIZE) / 2
  const fits = (left: number, right: number) =>
    pixelOf(right) - pixelOf(left) >= half(left) + half(right) + GAP
  const kept: number[] = []
  for (const value of ascending) {
    const previous = kept.at(-1)
    if (previous === undefined || fits(previous, value)) kept.push(value)
  }
  const last = ascending.at(-1)
  if (last === undefined || kept.at(-1) === last) return kept
  while (kept.length > 1 && !fits(kept.at(-1) ?? last, last)) kept.pop()
  return fits(kept.at(-1) ?? last, last) ? [...kept, last] : kept
}
