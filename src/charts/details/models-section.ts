import type { ModelTable } from '../../curves/model-tables.ts'
import type { Frontier } from '../../curves/returns/frontier.ts'
import type { Upsets } from '../../curves/returns/upsets.ts'
import { countText, percentText, pText, scoreText, shortText } from '../findings/plain-numbers.ts'
import { textTable } from '../text-table.ts'
import { type DetailSection, notIdentifiableText } from './detail-section.ts'

type NotEstimable = { readonly state: 'not_identifiable'; readonly reason: string }

/**
 * The models that none beats in score and cost at once, and how sure that is.
 * @param of the cost: `dollars an answer`
 */
export function frontierSection(
  of: string,
  table: ModelTable,
  found: Frontier | NotEstimable,
): DetailSection {
  const title = `frontier of score against ${of}`
  if (found.state === 'not_identifiable') return { title, lines: [notIdentifiableText(found)] }
  const rows = found.members.map(({ column, cost, score, share, standing }) => [
    table.models[column]?.model ?? '',
    shortText(cost),
    scoreText(score, 3),
    percentText(share),
    standing,
  ])
  return {
    title,
    lines: textTable([['model', 'cost', 'score', 'on it in', 'standing'], ...rows]),
    text: [`Shares are of ${found.resamples} resamples of ${countText(table.values.length, 'item')}.`],
  }
}

/** Smaller models that score higher than larger ones. */
export function upsetsSection(table: ModelTable, found: Upsets | NotEstimable): DetailSection {
  const title = 'upsets: a smaller model above a larger one'
  if (found.state === 'not_identifiable') return { title, lines: [notIdentifiableText(found)] }
  const name = (column: number) => table.models[column]?.model ?? ''
  const rows = found.upsets.map((one) => [
    `${name(one.winner)} above ${name(one.loser)}`,
    factors(one.axes),
    scoreText(one.difference, 3),
    pText(one.p),
    [one.axes.active?.pAdjusted, one.axes.total?.pAdjusted]
      .map((p) => (p === undefined ? '–' : pText(p)))
      .join(' / '),
    one.shownOn.length === 0 ? 'chance may have done it' : one.shownOn.join(' and '),
  ])
  const head = ['models', 'times smaller', 'difference', 'one-sided p', 'Holm active / total', 'shown on']
  const pairs = `Among ${countText(found.pairs.active, 'pair')} by active parameters and ${found.pairs.total} by total ones.`
  return rows.length === 0
    ? { title, lines: ['none'], text: [pairs] }
    : { title, lines: textTable([head, ...rows]), text: [pairs] }
}

function factors({ active, total }: Upsets['upsets'][0]['axes']): string {
  const text = (axis: { readonly factor: number } | undefined) =>
    axis === undefined ? '–' : scoreText(axis.factor, 1)
  return active?.factor === total?.factor ? text(active) : `${text(active)} active, ${text(total)} total`
}
