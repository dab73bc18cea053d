import { intervalText, percentText, pText, scoreText } from '../charts/findings/plain-numbers.ts'
import { verdictWord } from '../charts/findings/verdict-word.ts'
import { formatParameters } from '../charts/format-parameters.ts'
import type { VerdictRow } from '../domain/verdict-row.ts'
import { type Html, html } from './html.ts'
import type { ReportInput, VerdictTests } from './report-input.ts'

/** The verdicts of one curve over size, at each number of shots. */
export interface CurveVerdicts {
  /** Those that speak for it: at the most shots. */
  readonly leading: readonly VerdictRow[]
  readonly all: readonly VerdictRow[]
}

/** What was found, with the tests of all numbers of shots, their constants and limits folded beneath. */
export function verdictPart(
  { leading, all }: CurveVerdicts,
  { tests, rules }: Pick<ReportInput, 'tests' | 'rules'>,
  caption: string,
): Html {
  const said = (row: VerdictRow) => sentenceOf(row, all)
  const paragraphs = leading.map(
    (row) => html`<p class="${row.verdict === 'not_identifiable' ? 'muted' : 'verdict'}">${said(row)}</p>`,
  )
  if (all.every(({ verdict }) => verdict === 'not_identifiable')) return html`${paragraphs}`
  const others = all.filter((row) => !leading.includes(row))
  const words = [...new Set(others.map(({ shots, verdict }) => `k = ${shots} ${verdictWord(verdict)}`))]
  const also = words.length === 0 ? '' : `; at other k: ${words.join(', ')}`
  return html`${paragraphs}
<details class="tests"><summary>Tests behind the verdict${also}</summary>
${testTable(all, tests, caption)}
${others.length > 0 && html`<ul class="again">${others.map((row) => html`<li>${said(row)}</li>`)}</ul>`}
${rules.map((line) => html`<p class="muted again">${line}</p>`)}</details>`
}

/** A verdict's sentence, with its line of models where a curve has several, and what would be needed to say more. */
function sentenceOf({ families, sentence, needed }: VerdictRow, all: readonly VerdictRow[]): string {
  const isOne = all.every((row) => row.families === families)
  const line = isOne || sentence.includes(families) ? '' : `${families}: `
  return `${line}${sentence}${needed === undefined ? '' : ` To say more: ${needed}.`}`
}

interface Column {
  readonly name: string
  /** A text is set to the left. */
  readonly isText?: boolean
  text(row: VerdictRow, tests: VerdictTests): string | undefined
}

const WIDTH: Column = {
  name: 'width W of the rise, decades [95 %]',
  text: (_, { width }) => widthText(width),
}

const COLUMNS: readonly Column[] = [
  { name: 'families', isText: true, text: ({ families }) => families },
  { name: 'verdict', isText: true, text: ({ verdict }) => verdictWord(verdict) },
  { name: 'sizes', text: ({ sizes }) => String(sizes) },
  { name: 'items', text: ({ items }) => (items === 0 ? undefined : String(items)) },
  { name: 'sizes at the floor', text: (_, { floorSizes }) => floorSizes?.toString() },
  { name: 'gap', isText: true, text: gapText },
  { name: 'p apparent', text: ({ pApparent }) => bareP(pApparent) },
  { name: 'p sharp', text: ({ pSharp }) => bareP(pSharp) },
  { name: 'p rises before', text: (_, { pLeft }) => bareP(pLeft) },
  { name: 'p trend', text: (_, { pTrend }) => bareP(pTrend) },
  { name: 'p emergent, adjusted', text: ({ pAdjusted }) => bareP(pAdjusted) },
  { name: 'share of the rise in one gap [95 %]', text: shareText },
  WIDTH,
]

/** The tests of a curve's verdicts, a row a number of shots and line; columns that no row fills are left out. */
function testTable(rows: readonly VerdictRow[], tests: ReportInput['tests'], caption: string): Html {
  const cells = rows.map((row) => COLUMNS.map(({ text }) => text(row, tests.get(row) ?? {})))
  const shown = COLUMNS.map((column, index) => ({ column, index })).filter(({ index }) =>
    cells.some((texts) => texts[index] !== undefined),
  )
  return html`<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table>
<caption><span>${caption}${shown.some(({ column }) => column === WIDTH) && '; W is fitted at the most shots'}</span></caption>
<thead><tr><th scope="col">k</th>${shown.map(({ column: { name, isText } }) => html`<th scope="col" class="${isText === true ? 'text' : ''}">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ shots }, at) =>
      html`<tr><th scope="row">${shots}</th>${shown.map(({ column: { isText }, index }) => html`<td class="${isText === true ? 'text' : ''}">${cells[at]?.[index] ?? '–'}</td>`)}</tr>
`,
  )}</tbody></table></div>`
}

function gapText({ gapLow, gapHigh }: VerdictRow): string | undefined {
  return gapLow === undefined || gapHigh === undefined
    ? undefined
    : `${formatParameters(gapLow)} to ${formatParameters(gapHigh)}`
}

/** `< 0.001`, `0.012`. */
function bareP(p: number | undefined): string | undefined {
  return p === undefined
    ? undefined
    : pText(p)
        .replace(/^p (= )?/u, '')
        .replace(' ', '\u00a0')
}

function shareText({ share, shareLow, shareHigh }: VerdictRow): string | undefined {
  if (share === undefined) return undefined
  if (shareLow === undefined && shareHigh === undefined) return percentText(share)
  const hundred = (value: number | undefined) => (value === undefined ? undefined : 100 * value)
  return `${percentText(share)} ${intervalText(hundred(shareLow), hundred(shareHigh), 0)}`
}

function widthText(width: VerdictTests['width']): string | undefined {
  if (width === undefined) return undefined
  if ('reason' in width) return width.reason.replaceAll('_', ' ')
  return `${scoreText(width.decades)} ${intervalText(width.low, width.high)}`
}
