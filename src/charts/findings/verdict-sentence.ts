import type { RunVerdict } from '../../curves/verdict/run-verdicts.ts'
import type { CompanionTests, DecidedVerdict, Unmet } from '../../curves/verdict/verdict-report.ts'
import { metricName } from '../chart-frame.ts'
import { formatParameters } from '../format-parameters.ts'
import { countText, intervalText, listText, percentText, pText, scoreText } from './plain-numbers.ts'

/** As much of a verdict as a sentence takes. */
type SentenceSubject = Pick<
  RunVerdict,
  'report' | 'verdict' | 'companionColumn' | 'companionLacks' | 'adjusted'
> & {
  readonly curve: Pick<RunVerdict['curve'], 'shots' | 'column'>
  readonly models: readonly Pick<RunVerdict['models'][number], 'parameters' | 'activeParameters'>[]
}

/**
 * The finding of one curve in plain words: what was found, between which sizes, on which metrics, how sure. What would
 * be needed to say more is `neededText`; that training runs are not in the intervals is said once, by `closingLines`.
 */
export function verdictSentence(found: SentenceSubject): string {
  const { report } = found
  const words = wordsOf(found)
  if (report.verdict === 'not_identifiable')
    return `No verdict at ${words.at}: ${listText(report.unmet.map(unmetText))}.`
  switch (report.verdict) {
    case 'emergent':
      return emergent(report, found, words)
    case 'metric_artefact':
      return artefact(report, words)
    case 'smooth':
      return smooth(report, words)
    case 'flat':
      return flat(report, words)
    case 'undetermined':
      return undetermined(report, found, words)
  }
}

/** What sentences call the parts of a curve. */
interface Words {
  /** `k=8`. */
  readonly at: string
  readonly primary: string
  /** `its companion` where the task has none. */
  readonly companion: string
  /** Of a column: `1.4B`. */
  readonly size: (column: number) => string
  readonly largest: string
}

function wordsOf({ curve, companionColumn, models }: SentenceSubject): Words {
  const size = (column: number) => {
    const model = models[column]
    return formatParameters(model?.activeParameters ?? model?.parameters ?? Number.NaN)
  }
  return {
    at: `k=${curve.shots}`,
    primary: nameOf(curve.column),
    companion: companionColumn === undefined ? 'its companion' : nameOf(companionColumn),
    size,
    largest: size(models.length - 1),
  }
}

function nameOf(column: string): string {
  return metricName(column.replace(/^score_/u, ''))
}

function emergent(report: DecidedVerdict, found: SentenceSubject, words: Words): string {
  const { at, primary, companion } = words
  const gap = gapText(report, words)
  const { adjusted } = found
  if (found.verdict === 'undetermined')
    return (
      `Undetermined at ${at}: ${primary} and ${companion} both jump ${gap} (${pText(report.pEmergent)}), ` +
      `but not beyond what chance gives over ${countText(adjusted?.tasks ?? 0, 'task')} (${pText(adjusted?.p, 'adjusted p')}).`
    )
  const share = report.share?.share
  const { low, high } = report.share?.interval ?? {}
  const part =
    share === undefined
      ? ''
      : `; that one gap holds ${percentText(share)} ${intervalText(low && 100 * low, high && 100 * high, 0)} of the whole rise of ${companion}${scaleText(report)}`
  const over =
    adjusted === undefined || adjusted.tasks < 2
      ? ''
      : `; ${pText(adjusted.p)} adjusted over ${countText(adjusted.tasks, 'task')}`
  return `Emergent at ${at}: ${primary} is at the floor up to ${floorText(report, words)}, and both it and ${companion} jump ${gap}${part} (${pText(report.pEmergent)}${over}).`
}

function artefact(report: DecidedVerdict, words: Words): string {
  const { at, primary, companion, largest } = words
  return (
    `Apparent only on the discontinuous metric, likely a metric artefact, at ${at}: ${primary} is at the floor up to ` +
    `${floorText(report, words)} and above it at ${largest} (${pText(report.pApparent)}), but ${companion} was already ` +
    `rising at those small sizes (${pText(report.pLeft)}) and jumps in no single gap.`
  )
}

function smooth(report: DecidedVerdict, { at, primary, companion, size, largest }: Words): string {
  const { companion: tests, trend, rule } = report
  const level = rule.alpha / (tests === undefined ? 1 : 2)
  const rising = [
    ...(trend.p <= level ? [primary] : []),
    ...(tests !== undefined && tests.trend.p <= level ? [companion] : []),
  ]
  return (
    `Smooth at ${at}: ${listText(rising)} ${rising.length > 1 ? 'grow' : 'grows'} with size from ${size(0)} to ${largest} ` +
    `(${pText(report.pTrend)}); ${primary} is not shown to stay at the floor in small models and leave it in larger ones ` +
    `(${pText(report.pApparent)}).`
  )
}

function flat({ flat: { rise, interval, limit, isNegligible } }: DecidedVerdict, words: Words): string {
  const { at, primary, size, largest } = words
  const decimals = isNegligible ? 3 : 2
  const change =
    `from ${size(0)} to ${largest} ${primary} changes by ${scoreText(rise, decimals)} ` +
    `${intervalText(interval.low, interval.high, decimals)} along its line`
  return isNegligible
    ? `Flat at ${at}: ${change}: less than a point, which is negligible whatever its p.`
    : `Flat at ${at}: ${change}, within ±${scoreText(limit)}.`
}

function undetermined(report: DecidedVerdict, found: SentenceSubject, words: Words): string {
  const { at, primary, companion } = words
  const { interval, rise, limit } = report.flat
  const leaves = `${primary} is at the floor up to ${floorText(report, words)} and above it at ${words.largest} (${pText(report.pApparent)})`
  switch (report.cause) {
    case 'no_companion':
      return `Undetermined at ${at}: emergence is apparent, cause not resolved: ${leaves}, but ${lackText(found, words)}, so a jump cannot be told from an artefact of the metric.`
    case 'not_resolved':
      return `Undetermined at ${at}: emergence is apparent, cause not resolved: ${leaves}, but ${companion} ${unresolvedText(report, report.companion)}.`
    default:
      return (
        `Undetermined at ${at}: no trend is detected (${pText(report.pTrend)}), and none is not shown either: ${primary} changes ` +
        `by ${scoreText(rise)} ${intervalText(interval.low, interval.high)} along its line, not surely within ±${scoreText(limit)}.`
      )
  }
}

/** Where a rise is not told in the companion's own unit. */
function scaleText({ companion }: DecidedVerdict): string {
  return companion?.scale === 'probability_per_byte' ? ' (as a probability per byte)' : ''
}

/** What the companion leaves open. */
function unresolvedText(report: DecidedVerdict, tests: CompanionTests | undefined): string {
  const jump = `${tests?.sharpness?.pointSharp === true ? 'may jump in one gap but not surely' : 'does not jump in one gap'} (${pText(report.pSharp)})`
  const risesBefore = report.pLeft !== undefined && report.pLeft <= report.rule.alpha
  if (!risesBefore) return `${jump}, nor is it sure to rise before (${pText(report.pLeft)})`
  if (tests?.risesEarly !== true)
    return `${jump}, and rises before (${pText(report.pLeft)}) but much less steeply than after`
  return `${jump}, and it rises before (${pText(report.pLeft)})`
}

function lackText({ companionLacks }: SentenceSubject, { companion }: Words): string {
  switch (companionLacks?.reason) {
    case 'sizes':
      return `${companion} is not known for ${listText(companionLacks.models)}`
    case 'items':
      return `${companion} is not known for the same items`
    default:
      return companion === 'its companion'
        ? 'the task has no continuous metric of the same responses'
        : `${companion} was not measured`
  }
}

function floorText({ apparent: { floorSizes } }: DecidedVerdict, { size }: Words): string {
  return `${size(floorSizes - 1)} (${countText(floorSizes, 'size')})`
}

function gapText({ gap }: DecidedVerdict, { size }: Words): string {
  return gap === undefined ? 'in one gap' : `between ${size(gap.left)} and ${size(gap.left + 1)} parameters`
}

/** A condition that a curve fails, as a phrase. */
export function unmetText(unmet: Unmet): string {
  switch (unmet.condition) {
    case 'sizes':
      return `${countText(unmet.found, 'size')} where ${unmet.needed} are needed`
    case 'decades':
      return `${unmet.found.toFixed(1)} decades of size where ${countText(unmet.needed, 'decade')} ${unmet.needed === 1 ? 'is' : 'are'} needed`
    case 'items':
      return `${countText(unmet.found, 'item')} that every size has where ${unmet.needed} are needed`
    case 'one_family':
      return `models of ${unmet.families.length} families (${listText(unmet.families)}), which nobody declared to be one line`
    case 'distinct_sizes':
      return `several models of one size (${unmet.repeated.map((x) => formatParameters(10 ** x)).join(', ')})`
    case 'chance':
      return 'no declared score of guessing'
    case 'finite_scores':
      return 'scores that are no finite numbers'
    case 'errors':
      return 'scores of which neither the number of items nor a standard error is known'
  }
}
