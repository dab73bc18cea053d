import { metricName } from '../charts/chart-frame.ts'
import { formatParameters } from '../charts/format-parameters.ts'
import { OUTCOMES } from '../domain/outcome.ts'
import type { Point } from '../domain/point.ts'
import { hasTrials } from './cell-key.ts'
import { type Html, html } from './html.ts'
import { outcomeCounts } from './make-figures.ts'
import { scoreWithInterval, shortNumber } from './number-text.ts'
import type { ConditionView, ReportView } from './view.ts'

/** Columns of outcomes in the table: what `ok` leaves. */
const TROUBLE = OUTCOMES.filter((outcome) => outcome !== 'ok')

/** The numbers behind the charts of a condition: a row a cell, whose button opens its trials. */
export function taskTable(condition: ConditionView, view: ReportView, caption: string): Html {
  const [primary] = condition.metrics
  if (primary === undefined) return html``
  const rows = primary.series.flatMap((series) => series.points.map((point) => ({ series, point })))
  const outcomes = TROUBLE.map((name, index) => ({ name, index })).filter(({ index }) =>
    rows.some(({ point }) => (outcomeCounts(point)[index] ?? 0) > 0),
  )
  const known = (read: (point: Point) => number | undefined) =>
    rows.some(({ point }) => read(point) !== undefined)
  const columns = [
    { name: 'size', text: (point: Point) => sizeText(point) },
    { name: 'k', text: (point: Point) => String(point.shots) },
    ...condition.metrics.map(({ metric, points }) => {
      const at = new Map(points.map((point) => [view.cellOf(point), point]))
      return {
        name: `${metricName(metric)} [95 % interval]`,
        text: (point: Point) => scoreWithInterval(at.get(view.cellOf(point))),
      }
    }),
    { name: 'items', text: (point: Point) => String(point.items) },
    ...(rows.some(({ point }) => hasTrials(point))
      ? [{ name: 'trials', text: (point: Point) => String(point.trials) }]
      : []),
    ...outcomes.map(({ name, index }) => ({
      name,
      text: (point: Point) => String(outcomeCounts(point)[index] ?? ''),
    })),
    ...(known(({ costUsd }) => costUsd)
      ? [{ name: 'USD', text: ({ costUsd }: Point) => shortNumber(costUsd) }]
      : []),
    ...(known(({ latencyMs }) => latencyMs)
      ? [{ name: 'ms a trial', text: ({ latencyMs }: Point) => shortNumber(latencyMs) }]
      : []),
    ...(known(({ drawSd }) => drawSd)
      ? [{ name: 'SD of draws', text: ({ drawSd }: Point) => shortNumber(drawSd) }]
      : []),
    ...(rows.some(({ point }) => point.stopped !== undefined)
      ? [{ name: 'stopped', text: ({ stopped }: Point) => stopped ?? '' }]
      : []),
  ]
  return html`<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table>
<caption><span>${caption}</span></caption>
<thead><tr><th scope="col">model</th>${columns.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ series, point }) =>
      html`<tr><th scope="row">${trialsButton(view, point, series.name)}</th>${columns.map(({ text }) => html`<td>${text(point)}</td>`)}</tr>
`,
  )}</tbody></table></div>`
}

/** A model's name, as a button that opens the trials of the point where it has some. */
export function trialsButton(view: ReportView, point: Point, text: string, said = ''): Html {
  const cell = view.cellOf(point)
  if (view.cells[cell]?.trials === undefined) return html`${text}`
  return html`<button type="button" class="open" data-cell="${cell}" aria-label="${said === '' ? '' : `${said}, `}${text}, k = ${point.shots}: open its trials">${text}</button>`
}

function sizeText({ parameters, activeParameters }: Point): string {
  if (parameters === undefined) return ''
  const total = formatParameters(parameters)
  return activeParameters === undefined || activeParameters === parameters
    ? total
    : `${formatParameters(activeParameters)} of ${total}`
}
