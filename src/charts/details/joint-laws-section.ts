import type { AdditiveReport } from '../../curves/loss/additive-report.ts'
import type { ProductReport } from '../../curves/loss/product-report.ts'
import type { LawModels } from '../../curves/loss/trained-models.ts'
import { metricName } from '../chart-frame.ts'
import { countText, intervalText, listText, scoreText, shortText } from '../findings/plain-numbers.ts'
import { textTable } from '../text-table.ts'
import { type DetailSection, notIdentifiableText } from './detail-section.ts'
import { namesText } from './model-names.ts'

const TITLE = 'joint scaling laws of loss'

const PRODUCT = 'L = κ·C^−α·D^−β·M^−γ'
const ADDITIVE = 'L = E + A·N^−α + B·D^−β'

/** What the laws call a number, and the key by which a model states it. */
const STATED = {
  parameters: 'parameters',
  trainingTokens: 'training_tokens',
  trainingFlops: 'training_flops',
} as const

/** Where there is no loss to fit. */
export function noLossSection(reason: string): DetailSection {
  return { title: TITLE, lines: [`not_identifiable (${reason})`] }
}

/**
 * The laws of loss in compute C, training tokens D and parameters M or N, over all models of a condition.
 * @param metric its name or score column
 */
export function jointLawsSection(
  metric: string,
  product: ProductReport,
  additive: AdditiveReport,
): DetailSection {
  return {
    title: `${TITLE}, nats per byte (${metricName(metric.replace(/^score_/u, ''))})`,
    lines: [...productLines(product), ...additiveLines(additive)],
    text: [...productText(product), ...additiveText(additive), ...missingText(product)],
  }
}

function productLines(report: ProductReport): string[] {
  if (!('intervals' in report)) return [`${PRODUCT}: not_identifiable (${productReason(report)})`]
  const { law, intervals } = report
  const rows = (
    [
      ['α, compute', law.compute, intervals.compute],
      ['β, data', law.data, intervals.data],
      ['γ, parameters', law.parameters, intervals.parameters],
    ] as const
  ).map(([name, { value }, { low, high }]) => [name, `${scoreText(value, 3)} ${intervalText(low, high, 3)}`])
  return [
    `${PRODUCT}, ${modelsText(report)}`,
    ...textTable([...rows, ['κ', shortText(Math.exp(law.lnScale.value))]]).map((line) => `  ${line}`),
  ]
}

function productReason({
  law,
  models,
  families,
  needed,
}: Extract<ProductReport, { needed: number }>): string {
  const condition =
    law.conditionNumber === undefined
      ? ''
      : `condition number ${Number.isFinite(law.conditionNumber) ? scoreText(law.conditionNumber, 1) : '∞'}`
  if (law.reason === 'collinear')
    return `C, D and M of these ${models.length} models are too nearly dependent: ${condition}, above 30`
  const extra = families.length > 1 ? `, 8 and one for each of ${families.length} families` : ''
  const told = models.length === 0 ? 'no model states' : `${countText(models.length, 'model')} state`
  return `${told.replace(/^1 model state$/u, '1 model states')} C, D and M, and it takes ${needed}${extra}${condition === '' ? '' : `; ${condition}`}`
}

function productText(report: ProductReport): string[] {
  if (!('intervals' in report))
    return report.law.reason === 'collinear'
      ? [
          'Compute is about 6·N·D: in a family with D fixed, or in proportion to size, only one exponent exists, that of L(N).',
        ]
      : []
  const { law, df } = report
  const intercepts =
    law.families.length === 0 ? '' : ` κ is of ${report.families[0]}; each further family has its own.`
  return [
    `Product law: intervals are over models, t with ${df} degrees of freedom and HC3 errors; condition number ${scoreText(law.conditionNumber, 1)}.${intercepts}`,
  ]
}

function additiveLines(report: AdditiveReport): string[] {
  if (!('intervals' in report)) return [`${ADDITIVE}: ${additiveReason(report)}`]
  const { law, intervals } = report
  const rows = (
    [
      ['α, parameters', law.size.exponent, intervals.size],
      ['β, data', law.data.exponent, intervals.data],
      ['E', law.asymptote, intervals.asymptote],
    ] as const
  ).map(([name, value, { low, high }]) => [name, `${scoreText(value, 3)} ${intervalText(low, high, 3)}`])
  const amplitudes = [
    ['A', shortText(law.size.amplitude)],
    ['B', shortText(law.data.amplitude)],
  ]
  return [
    `${ADDITIVE}, ${modelsText(report)}`,
    ...textTable([...rows, ...amplitudes]).map((line) => `  ${line}`),
  ]
}

function additiveReason({ law, models }: Exclude<AdditiveReport, { readonly intervals: object }>): string {
  const count = countText(models.length, 'model')
  switch (law.reason) {
    case 'too_few_models':
      return `not_identifiable (${count} of one family with N and D, and it takes 8)`
    case 'too_few_token_counts':
      return `not_identifiable (${count}, but fewer than three different D)`
    case 'too_few_sizes':
      return `not_identifiable (${count}, but fewer than three different N)`
    case 'collinear':
      return `not_identifiable (N and D of ${count} rise together: their condition number is above 30)`
    default:
      return notIdentifiableText(law)
  }
}

function additiveText(report: AdditiveReport): string[] {
  if (!('intervals' in report)) return []
  const weak = report.weak.map((which) => (which === 'size' ? 'α' : 'β'))
  return [
    ...(weak.length === 0 ? [] : [`Additive law: ${listText(weak)} weakly identified.`]),
    'Additive law: intervals are over items, or from the errors of the scores where there are none; conditional on these models.',
  ]
}

function modelsText({ models, families }: LawModels): string {
  return `${countText(models.length, 'model')} of ${families.length === 1 ? families[0] : `${families.length} families`}`
}

function missingText({ missing }: LawModels): string[] {
  return missing.map(({ what, models }) => `${STATED[what]} is not stated for ${namesText(models)}.`)
}
