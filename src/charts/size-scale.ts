import { meanOf } from '../curves/clustered-mean.ts'
import { formatParameters } from './format-parameters.ts'
import { textWidth } from './text-width.ts'

/** A log axis over model sizes, with its pixels known beforehand. */
export interface SizeScale {
  readonly domain: readonly [number, number]
  /** Sizes that get a tick: all, unless their labels would touch. */
  readonly ticks: readonly number[]
  pixelOf(size: number): number
  /** The size that is drawn so many pixels beside another. */
  shifted(size: number, pixels: number): number
}

/** Font size of tick labels, and the least room between two, in pixels. */
const LABEL_SIZE = 12
const GAP = 4

/**
 * A log axis that is kept to the data.
 * @param sizes at least two different sizes
 * @param room pixels that the points at one size take up, kept free at both ends
 */
export function sizeScale(sizes: readonly number[], width: number, room: number): SizeScale {
  const ascending = sizes.toSorted((a, b) => a - b)
  const [least, most] = [Math.log10(ascending[0] ?? 1), Math.log10(ascending.at(-1) ?? 10)]
  const margin = Math.max(24, room / 2 + 10)
  const perPixel = (most - least) / (width - 2 * margin)
  const start = least - margin * perPixel
  const pixelOf = (size: number) => (Math.log10(size) - start) / perPixel
  const ticks: number[] = []
  for (const size of ascending) {
    const previous = ticks.at(-1)
    if (previous === undefined || fits(previous, size, pixelOf(size) - pixelOf(previous))) ticks.push(size)
  }
  return {
    domain: [10 ** start, 10 ** (most + margin * perPixel)],
    ticks,
    pixelOf,
    shifted: (size, pixels) => 10 ** (Math.log10(size) + pixels * perPixel),
  }
}

function fits(left: number, right: number, pixels: number): boolean {
  const widths = [left, right].map((size) => textWidth(formatParameters(size), LABEL_SIZE))
  return meanOf(widths) + GAP <= pixels
}
