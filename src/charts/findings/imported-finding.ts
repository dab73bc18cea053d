import type { ImportedCurve } from '../../curves/imported-curves.ts'
import { sizeOfPoint } from '../../curves/imported-curves.ts'
import type { ImportedVerdict } from '../../curves/verdict/imported-verdicts.ts'
import type { DecidedVerdict, Unmet, VerdictReport } from '../../curves/verdict/verdict-report.ts'
import type { VerdictRow } from '../../domain/verdict-row.ts'
import { metricName } from '../chart-frame.ts'
import { formatParameters } from '../format-parameters.ts'
import { neededText } from './needed-text.ts'
import { countText, intervalText, listText, pText, scoreText } from './plain-numbers.ts'
import { unmetText, verdictSentence } from './verdict-sentence.ts'

/** More names than these make no sentence. */
const MOST_NAMES = 4

/** The verdict of an imported curve as its row of verdicts.csv, with the finding in a sentence. */
export function importedFinding(found: ImportedVerdict): VerdictRow {
  const { curve, report, verdict, companion } = found
  const { source, task, metric, shots, family, points } = curve
  const sizes = points.map((point) => sizeOfPoint(point) ?? Number.NaN)
  const decided = report.verdict === 'not_identifiable' ? undefined : report
  const left = decided?.gap?.left
  return {
    ...{ source, task, metric, companion, families: family, shots },
    ...{ rendering: 'raw', instruction: 'off', control: 'gold' },
    sizes: points.length,
    items: report.items,
    verdict,
    rule: report.rule.name,
    pApparent: decided?.pApparent,
    pSharp: decided?.pSharp,
    pAdjusted: found.adjusted?.p,
    gapLow: left === undefined ? undefined : sizes[left],
    gapHigh: left === undefined ? undefined : sizes[left + 1],
    share: decided?.share?.share,
    shareLow: decided?.share?.interval?.low,
    shareHigh: decided?.share?.interval?.high,
    needed: neededText({ report }),
    sentence: sentenceOf(found),
  }
}

function sentenceOf(found: ImportedVerdict): string {
  const { curve, report } = found
  if (report.verdict !== 'not_identifiable' && report.companion !== undefined)
    return verdictSentence({
      ...found,
      curve: { shots: curve.shots, column: curve.metric },
      companionColumn: found.companion,
      companionLacks: undefined,
      models: curve.points,
    })
  return aloneText(found, report)
}

function aloneText(found: ImportedVerdict, report: VerdictReport): string {
  const { curve } = found
  const name = metricName(curve.metric)
  const at = `k=${curve.shots}`
  if (report.verdict === 'not_identifiable')
    return `No verdict at ${at}: ${listText(report.unmet.map((unmet) => lackText(unmet, curve)))}.`
  const { flat, trend } = report
  const size = (column: number) => sizeText(curve, column)
  const range = `from ${size(0)} to ${size(curve.points.length - 1)}`
  const { rise, interval, limit } = flat
  const decimals = Math.abs(rise) < 0.01 ? 3 : 2
  const change = `${scoreText(rise, decimals)} ${intervalText(interval.low, interval.high, decimals)} along its line`
  if (report.verdict === 'smooth') {
    return `Smooth at ${at}: ${name} grows with size ${range} (${pText(trend.p)}), by ${change}, without staying at the floor first (${pText(report.pApparent)} for that).`
  }
  if (report.verdict === 'flat')
    return flat.isNegligible
      ? `Flat at ${at}: ${range} ${name} changes by ${change}: less than a point, which is negligible whatever its p.`
      : `Flat at ${at}: ${range} ${name} changes by ${change}, within ±${scoreText(limit)}.`
  if (report.cause === 'no_companion') return apparentText(found, report)
  return (
    `Undetermined at ${at}: no trend is detected (${pText(trend.p)}), and none is not shown either: ${range} ${name} ` +
    `changes by ${change}, not surely within ±${scoreText(limit)}.`
  )
}

function apparentText(
  found: ImportedVerdict,
  { apparent: { floorSizes }, pApparent }: DecidedVerdict,
): string {
  const { curve } = found
  const size = (column: number) => sizeText(curve, column)
  return (
    `Undetermined at k=${curve.shots}: emergence is apparent: ${metricName(curve.metric)} is at the floor up to ` +
    `${size(floorSizes - 1)} (${countText(floorSizes, 'size')}), leaves it between ${size(floorSizes - 1)} and ` +
    `${size(floorSizes)} and is above it at ${size(curve.points.length - 1)} (${pText(pApparent)}); its cause is not ` +
    `resolved: ${companionText(found)}, so a jump of the ability cannot be told from an artefact of the metric.`
  )
}

/** Why no companion tells the cause. */
function companionText({ companion, companionLacks }: ImportedVerdict): string {
  if (companion === undefined || companionLacks === undefined)
    return 'only this metric is known, without its items or a continuous metric of the same responses'
  const models = namedModels(companionLacks.models)
  return companionLacks.reason === 'scores'
    ? `its companion, ${metricName(companion)}, is not known for ${models}`
    : `of its companion, ${metricName(companion)}, neither a standard error nor a number of items that would tell it is known (${models})`
}

function namedModels(models: readonly string[]): string {
  return models.length > MOST_NAMES
    ? `${models.slice(0, MOST_NAMES - 1).join(', ')} and ${models.length - MOST_NAMES + 1} others`
    : listText(models)
}

function lackText(unmet: Unmet, { points, withoutSize }: ImportedCurve): string {
  if (unmet.condition === 'errors') {
    const all =
      unmet.columns.length === points.length
        ? 'all models'
        : namedModels(unmet.columns.flatMap((column) => points[column]?.model ?? []))
    return `${unmetText(unmet)} (${all})`
  }
  if (unmet.condition === 'distinct_sizes') {
    const models = points.filter((point) =>
      unmet.repeated.includes(Math.log10(sizeOfPoint(point) ?? Number.NaN)),
    )
    return `several models of one size (${namedModels(models.map(({ model }) => model))})`
  }
  if (unmet.condition === 'sizes' && withoutSize.length > 0)
    return `${unmetText(unmet)} (the size of ${namedModels(withoutSize)} is not known)`
  return unmetText(unmet)
}

function sizeText({ points }: ImportedCurve, column: number): string {
  const point = points[column]
  return formatParameters((point && sizeOfPoint(point)) ?? Number.NaN)
}
