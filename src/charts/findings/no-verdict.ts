import { RULE_2, type VerdictRule } from '../../curves/verdict/rule.ts'
import type { VerdictRow } from '../../domain/verdict-row.ts'
import { countText, listText } from './plain-numbers.ts'

/**
 * The first sentence of a run of which no curve can carry a verdict: that it cannot, and why. Undefined where some can.
 */
export function noVerdictSentence(
  rows: readonly VerdictRow[],
  rule: VerdictRule = RULE_2,
): string | undefined {
  if (rows.some(({ verdict }) => verdict !== 'not_identifiable')) return undefined
  const none = 'No curve of this run can carry a verdict on emergence'
  if (rows.length === 0)
    return `${none}: that takes a task with a discontinuous primary metric, answered by models of known size.`
  const longest = Math.max(...rows.map(({ sizes }) => sizes))
  const families = [...new Set(rows.flatMap((row) => (row.sizes === longest ? [row.families] : [])))]
  const needs =
    `a verdict needs ${rule.minimumSizes} sizes over at least ${countText(rule.minimumDecades, 'decade')} ` +
    'in one family'
  if (longest < rule.minimumSizes) {
    const whose = families.length > 3 ? '' : ` (${listText(families)})`
    const line = families.some((names) => names.includes('; '))
      ? 'line of models'
      : 'line of models of one family'
    return `${none}: the longest ${line} has ${countText(longest, 'size')}${whose}, and ${needs}.`
  }
  const needed = [...new Set(rows.flatMap((row) => row.needed ?? []))]
  return `${none}: what they lack is ${listText(needed.slice(0, 3))}; ${needs}, and ${rule.minimumItems} items.`
}
