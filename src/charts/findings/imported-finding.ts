import type { ImportedCurve } from '../../curves/imported-curves.ts'
import { sizeOfPoint } from '../../curves/imported-curves.ts'
import { aggregateVerdict } from '../../curves/verdict/aggregate-verdict.ts'
import { scoreCell } from '../../curves/verdict/score-cell.ts'
import type { DecidedVerdict, Unmet, VerdictReport } from '../../curves/verdict/verdict-report.ts'
import type { VerdictRow } from '../../domain/verdict-row.ts'
import { metricName } from '../chart-frame.ts'
import { formatParameters } from '../format-parameters.ts'
import { neededText } from './needed-text.ts'
import { countText, intervalText, listText, pText, scoreText } from './plain-numbers.ts'
import { unmetText } from './verdict-sentence.ts'

/** More names than these make no sentence. */
const MOST_NAMES = 4

/** The verdict of an imported curve as its row of verdicts.csv, with the finding in a sentence. */
export function importedFinding(curve: ImportedCurve): VerdictRow {
  const { source, task, metric, shots, family, points } = curve
  const sizes = points.map((point) => sizeOfPoint(point) ?? Number.NaN)
  const [first] = points
  const report = aggregateVerdict({
    x: sizes.map(Math.log10),
    cells: points.map(scoreCell),
    chance: first?.chance,
    maximum: first?.maximum ?? 1,
    families: [family],
  })
  const decided = report.verdict === 'not_identifiable' ? undefined : report
  const left = decided?.gap?.left
  return {
    ...{ source, task, metric, families: family, shots },
    ...{ rendering: 'raw', instruction: 'off', control: 'gold' },
    sizes: points.length,
    items: report.items,
    verdict: report.verdict,
    rule: report.rule.name,
    pApparent: decided?.pApparent,
    gapLow: left === undefined ? undefined : sizes[left],
    gapHigh: left === undefined ? undefined : sizes[left + 1],
    needed: neededText({ report }),
    sentence: sentenceOf(curve, report),
  }
}

function sentenceOf(curve: ImportedCurve, report: VerdictReport): string {
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
  if (report.cause === 'no_companion') return apparentText(curve, report)
  return (
    `Undetermined at ${at}: no trend is detected (${pText(trend.p)}), and none is not shown either: ${range} ${name} ` +
    `changes by ${change}, not surely within ±${scoreText(limit)}.`
  )
}

function apparentText(curve: ImportedCurve, { apparent: { floorSizes }, pApparent }: DecidedVerdict): string {
  const size = (column: number) => sizeText(curve, column)
  return (
    `Undetermined at k=${curve.shots}: emergence is apparent: ${metricName(curve.metric)} is at the floor up to ` +
    `${size(floorSizes - 1)} (${countText(floorSizes, 'size')}), leaves it between ${size(floorSizes - 1)} and ` +
    `${size(floorSizes)} and is above it at ${size(curve.points.length - 1)} (${pText(pApparent)}); its cause is not ` +
    'resolved: only this metric is known, without its items or a continuous metric of the same responses, so a jump of ' +
    'the ability cannot be told from an artefact of the metric.'
  )
}

function lackText(unmet: Unmet, { points, withoutSize }: ImportedCurve): string {
  const named = (models: readonly string[]) =>
    models.length > MOST_NAMES
      ? `${models.slice(0, MOST_NAMES - 1).join(', ')} and ${models.length - MOST_NAMES + 1} others`
      : listText(models)
  if (unmet.condition === 'errors') {
    const all =
      unmet.columns.length === points.length
        ? 'all models'
        : named(unmet.columns.flatMap((column) => points[column]?.model ?? []))
    return `${unmetText(unmet)} (${all})`
  }
  if (unmet.condition === 'distinct_sizes') {
    const models = points.filter((point) =>
      unmet.repeated.includes(Math.log10(sizeOfPoint(point) ?? Number.NaN)),
    )
    return `several models of one size (${named(models.map(({ model }) => model))})`
  }
  if (unmet.condition === 'sizes' && withoutSize.length > 0)
    return `${unmetText(unmet)} (the size of ${named(withoutSize)} is not known)`
  return unmetText(unmet)
}

function sizeText({ points }: ImportedCurve, column: number): string {
  const point = points[column]
  return formatParameters((point && sizeOfPoint(point)) ?? Number.NaN)
}
