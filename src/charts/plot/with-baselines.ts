import { seriesKey } from '../series.ts'
import type { Arrangement } from './arrange.ts'
import type { PlacedPoint } from './plot-marks.ts'

/**
 * Zero shots show no demonstrations: where controls have panels or colours of their own, each gets the gold points at
 * 0 shots of the same task, model and condition.
 */
export function withBaselines(
  points: readonly PlacedPoint[],
  { facets, color }: Arrangement,
): readonly PlacedPoint[] {
  if (!facets.includes('control') && color !== 'control') return points
  const others = [...new Set(points.map(({ control }) => control))].filter((control) => control !== 'gold')
  const baselines = points.filter(({ shots, control }) => shots === 0 && control === 'gold')
  const copies = others.flatMap((control) =>
    baselines
      .filter((point) => points.some((other) => other.control === control && sameBut(point, other)))
      .map((point) => ({ ...point, control })),
  )
  return [...points, ...copies]
}

function sameBut(a: PlacedPoint, b: PlacedPoint): boolean {
  const key = (point: PlacedPoint) => {
    const { task, metric, rendering, instruction, sampling } = point
    return [seriesKey(point), task, metric, rendering, instruction, sampling].join('\u0000')
  }
  return key(a) === key(b)
}
