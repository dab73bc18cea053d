import type { NotIdentifiable } from '../../curves/not-identifiable.ts'
import type { BigBenchDescriptors } from '../../curves/shape/big-bench.ts'
import type { Breakpoint } from '../../curves/shape/breakpoint.ts'
import type { CurveDescription, describeCurve } from '../../curves/shape/describe-curve.ts'
import { listText, percentText, scoreText } from '../findings/plain-numbers.ts'
import { formatParameters } from '../format-parameters.ts'
import { textTable } from '../text-table.ts'
import { type DetailSection, notIdentifiableText } from './detail-section.ts'

/** Which shapes fit a curve, where it bends and how wide its rise is; and BIG-bench's descriptors. Not the verdict. */
export function shapeSection(
  description: ReturnType<typeof describeCurve> | NotIdentifiable<'no_errors'>,
  descriptors: BigBenchDescriptors,
): DetailSection {
  const title = 'shape of the curve (a description; the verdict is above)'
  const bigBench = descriptorText(descriptors)
  if (description.state === 'not_identifiable')
    return { title, lines: [notIdentifiableText(description)], text: [bigBench] }
  const { lines, text } = shapesOf(description.shapes)
  return {
    title,
    lines,
    text: [...text, breakpointText(description.breakpoint), widthText(description.width), bigBench],
  }
}

function shapesOf(shapes: CurveDescription['shapes']): Required<Pick<DetailSection, 'lines' | 'text'>> {
  if (shapes.state === 'not_identifiable') return { lines: [notIdentifiableText(shapes)], text: [] }
  const rows = shapes.shapes.map((shape) =>
    shape.state === 'not_identifiable'
      ? [shape.model.replaceAll('_', ' '), '', '', `not_identifiable (needs ${shape.sizes} sizes)`]
      : [
          shape.model.replaceAll('_', ' '),
          String(shape.parameters),
          scoreText(shape.delta),
          percentText(shape.weight),
        ],
  )
  const alike = shapes.indistinguishable.map((name) => name.replaceAll('_', ' '))
  return {
    lines: textTable([['shape', 'fitted', 'ΔAICc', 'weight'], ...rows]),
    text: [
      ...(alike.length > 1 ? [`Models within 2 are indistinguishable: ${listText(alike)}.`] : []),
      ...(shapes.overdispersed
        ? [`overdispersed: models do not lie on one curve (X²/(M−p) = ${scoreText(shapes.dispersion, 1)}).`]
        : []),
    ],
  }
}

function breakpointText(found: CurveDescription['breakpoint']): string {
  if (found.state === 'not_identifiable') return `Breakpoint: ${notIdentifiableText(found)}.`
  return `Breakpoint, if there is one: ${locationText(found)}.`
}

function locationText({ location, profile }: Breakpoint): string {
  const size = (x: number) => formatParameters(10 ** x)
  if (location.kind === 'point')
    return `at about ${size(location.x)} parameters (95 % profile interval ${size(profile.low)} to ${size(profile.high)})`
  if (location.low === location.high) return `at ${size(location.low)} parameters`
  return `between ${size(location.low)} and ${size(location.high)} parameters`
}

function widthText(width: CurveDescription['width']): string {
  if (width.state === 'not_identifiable') return `Width of the rise W: ${notIdentifiableText(width)}.`
  const { low, high } = width.interval
  const interval = `${scoreText(low)} to ${high === undefined ? 'any width' : scoreText(high)}`
  return `Width of the rise, 10 % to 90 %, by the logistic: W = ${scoreText(width.decades)} decades (95 % ${interval}), ${scoreText(width.gaps, 1)} size gaps.`
}

function descriptorText({ improvement, linearity, breakthroughness }: BigBenchDescriptors): string {
  const value = (number: number | undefined) => (number === undefined ? 'none' : scoreText(number))
  return `BIG-bench descriptors, without an error model: improvement ${value(improvement)}, linearity ${value(linearity)}, breakthroughness ${value(breakthroughness)}.`
}
