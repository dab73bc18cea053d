import { type Companions, companionOf, importedCurves } from '../curves/imported-curves.ts'
import { importedMetricName } from '../datasets/scores/losses.ts'
import { InputError, unknownName } from '../domain/input-error.ts'
import type { Point } from '../domain/point.ts'

/** Companions by metric, under the names that metrics have after the import. */
export function companionsOf(pairs: readonly (readonly [metric: string, companion: string])[]): Companions {
  const byMetric = Map.groupBy(pairs, ([metric]) => metric)
  return Object.fromEntries(
    [...byMetric].map(([metric, of]) => [metric, of.map(([, companion]) => importedMetricName(companion))]),
  )
}

/**
 * Checks companions against the points they are for.
 *
 * @throws InputError for a metric that is not there, for one of the wrong kind, and for a pair that no task has
 */
export function checkCompanions(companions: Companions, points: readonly Point[]): void {
  const kinds = new Map(points.map(({ metric, metricKind }) => [metric, metricKind]))
  const curves = importedCurves(points)
  for (const [metric, names] of Object.entries(companions))
    for (const name of names) {
      checkKind(metric, 'discontinuous', kinds)
      checkKind(name, 'continuous', kinds)
      const of = curves.filter((curve) => curve.metric === metric)
      if (of.every((curve) => companionOf(curve, curves, { [metric]: [name] }) === undefined))
        throw new InputError({
          message: `--companion ${metric}=${name}: no task has both with the same shots and family`,
        })
    }
}

function checkKind(
  metric: string,
  kind: Point['metricKind'],
  kinds: ReadonlyMap<string, Point['metricKind']>,
): void {
  const found = kinds.get(metric)
  if (found === undefined)
    throw new InputError(unknownName('metric of --companion', metric, [...kinds.keys()]))
  if (found !== kind)
    throw new InputError({
      message: `--companion: ${metric} counts as ${found}, and ${kind === 'continuous' ? 'a companion is continuous' : 'what has a companion is discontinuous'}`,
      hint: `where that is wrong, say so in a table of --tasks with columns metric and kind`,
    })
}
