import type { CostReturns, Returns } from '../../curves/returns/returns-along.ts'
import { intervalText, pText, scoreText, shortText } from '../findings/plain-numbers.ts'
import { textTable } from '../text-table.ts'
import { type DetailSection, notIdentifiableText } from './detail-section.ts'

/**
 * What each doubling brings.
 * @param of what is doubled: `size`, `dollars an answer`
 * @param names of the positions, in their order
 */
export function returnsSection(of: string, returns: Returns, names: readonly string[]): DetailSection {
  return {
    title: `gain per doubling of ${of}`,
    lines: gainTable(returns, names),
    text: [overallText(returns), diminishingText(returns, names)],
  }
}

/** The same for a cost, with what a hundredth of score costs from one model to the next dearer one. */
export function costSection(of: string, returns: CostReturns, names: readonly string[]): DetailSection {
  const inOrder = returns.curve.columns.map((column) => names[column] ?? '')
  const section = returnsSection(of, returns, inOrder)
  const rows = returns.marginal.map((one) => [
    `${inOrder[one.left]} → ${inOrder[one.left + 1]}`,
    marginalText(one),
  ])
  return {
    ...section,
    lines: [
      ...section.lines,
      ...(rows.length === 0 ? [] : textTable([['models', 'cost of 0.01 more'], ...rows])),
    ],
  }
}

function gainTable({ gains }: Returns, names: readonly string[]): string[] {
  const rows = gains.map((gain) => {
    const pair = `${names[gain.left]} → ${names[gain.left + 1]}`
    if (gain.state === 'not_identifiable') return [pair, notIdentifiableText(gain)]
    return [
      pair,
      scoreText(gain.doublings),
      `${scoreText(gain.gain, 3)} ${intervalText(gain.low, gain.high, 3)}`,
      pText(gain.pAdjusted),
    ]
  })
  return rows.length === 0 ? [] : textTable([['models', 'doublings', 'gain of each [95 %]', 'Holm'], ...rows])
}

function overallText({ overall }: Returns): string {
  if (overall.state === 'not_identifiable') return `Over all: ${notIdentifiableText(overall)}.`
  return `Over all: ${scoreText(overall.estimate, 3)} ${intervalText(overall.low, overall.high, 3)} a doubling (${pText(overall.p)}).`
}

function diminishingText({ diminishing }: Returns, names: readonly string[]): string {
  if (diminishing.state === 'not_identifiable')
    return `Diminishing returns: ${notIdentifiableText(diminishing)}.`
  const { before, after, middle, p } = diminishing
  return `Diminishing returns: ${scoreText(before.estimate, 3)} a doubling up to ${names[middle]}, ${scoreText(after.estimate, 3)} after (one-sided ${pText(p)}).`
}

function marginalText(one: CostReturns['marginal'][0]): string {
  switch (one.state) {
    case 'gain': {
      const bound = (value: number | undefined) => (value === undefined ? 'any' : shortText(value / 100))
      return `${shortText(one.costPerScore / 100)} (${bound(one.low)} to ${bound(one.high)})`
    }
    case 'better_and_no_dearer':
      return 'better and no dearer'
    case 'no_detectable_gain':
      return one.factor === undefined
        ? 'no detectable gain'
        : `no detectable gain for ${scoreText(one.factor)} times the cost`
    case 'not_identifiable':
      return notIdentifiableText(one)
  }
}
