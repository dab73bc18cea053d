import type { Point } from '../../domain/point.ts'
import type { Verdict } from '../../domain/verdict-row.ts'
import {
  type Companions,
  companionOf,
  type ImportedCurve,
  importedCurves,
  sizeOfPoint,
} from '../imported-curves.ts'
import { adjustVerdicts } from './adjust-verdicts.ts'
import { aggregateVerdict } from './aggregate-verdict.ts'
import { scoreCell } from './score-cell.ts'
import type { VerdictReport } from './verdict-report.ts'

/** The verdict of one imported curve, among those of the import's other curves. */
export interface ImportedVerdict {
  readonly curve: ImportedCurve
  readonly report: VerdictReport
  /** The rule's, unless adjusting for the number of tasks takes an `emergent` back: then `undetermined`. */
  readonly verdict: Verdict
  /** The companion that the import names for this metric and the curve has, used or not. */
  readonly companion?: string | undefined
  /** Why it is not used: models without a score of it, or without a known error of that score. */
  readonly companionLacks?:
    | { readonly reason: 'scores' | 'errors'; readonly models: readonly string[] }
    | undefined
  /** The p of `emergent`, adjusted by Benjamini and Hochberg over so many tasks; absent where there is no such p. */
  readonly adjusted?: { readonly p: number; readonly tasks: number } | undefined
}

/**
 * The verdict of each line of imported points that has a score of known size. A metric for which a companion is named is
 * judged with it; the p of `emergent` is adjusted as that of a run's: the curves with each task's most demonstrations
 * are one family, further numbers of demonstrations are each one of their own.
 */
export function importedVerdicts(
  points: readonly Point[],
  companions: Companions = {},
): readonly ImportedVerdict[] {
  const curves = importedCurves(points)
  const judged = curves.flatMap((curve) =>
    curve.points.length === 0 ? [] : [judge(curve, companionOf(curve, curves, companions))],
  )
  const most = new Map<string, number>()
  for (const { curve } of judged)
    most.set(seriesOf(curve), Math.max(most.get(seriesOf(curve)) ?? 0, curve.shots))
  const families = Map.groupBy(judged, ({ curve }) =>
    [curve.metric, curve.family, most.get(seriesOf(curve)) === curve.shots ? 'leading' : curve.shots].join(
      '\u0000',
    ),
  )
  const adjusted = new Map([...families.values()].flatMap(adjustedOverTasks))
  return judged.map((one) => adjusted.get(one) ?? one)
}

function judge(curve: ImportedCurve, companion: ImportedCurve | undefined): ImportedVerdict {
  const sizes = curve.points.map((point) => sizeOfPoint(point) ?? Number.NaN)
  const [first] = curve.points
  const beside = curve.points.map(({ model }) => companion?.points.find((point) => point.model === model))
  const cells = beside.map((point) => point && scoreCell(point))
  const report = aggregateVerdict({
    x: sizes.map(Math.log10),
    cells: curve.points.map(scoreCell),
    chance: first?.chance,
    maximum: first?.maximum ?? 1,
    families: [curve.family],
    companion: companion && {
      cells,
      unit: companion.points[0]?.maximum === 0 ? 'nats_per_byte' : undefined,
    },
  })
  const without = (values: readonly unknown[]) =>
    curve.points.flatMap(({ model }, at) => (values[at] === undefined ? [model] : []))
  const [unscored, unsure] = [without(beside), without(cells)]
  const lacks =
    unscored.length > 0
      ? ({ reason: 'scores', models: unscored } as const)
      : ({ reason: 'errors', models: unsure } as const)
  return {
    ...{ curve, report, verdict: report.verdict, companion: companion?.metric },
    companionLacks: companion !== undefined && lacks.models.length > 0 ? lacks : undefined,
  }
}

function adjustedOverTasks(
  family: readonly ImportedVerdict[],
): readonly (readonly [ImportedVerdict, ImportedVerdict])[] {
  const found = adjustVerdicts(family.map(({ report }) => report))
  const tasks = found.filter((one) => one !== undefined).length
  return family.map((one, at) => {
    const of = found[at]
    if (of === undefined) return [one, one]
    const verdict = of.stands === false ? 'undetermined' : one.verdict
    return [one, { ...one, verdict, adjusted: { p: of.pAdjusted, tasks } }]
  })
}

function seriesOf({ task, metric, family }: ImportedCurve): string {
  return [task, metric, family].join('\u0000')
}
