import { metricName } from '../charts/chart-frame.ts'
import { describeGroup } from '../charts/condition.ts'
import { verdictWord } from '../charts/findings/verdict-word.ts'
import { formatParameters } from '../charts/format-parameters.ts'
import { OUTCOMES } from '../domain/outcome.ts'
import type { VerdictRow } from '../domain/verdict-row.ts'
import type { Figure, OutcomeFigure } from './figure.ts'
import { curveSentence } from './finding.ts'
import { type Html, html } from './html.ts'
import { leadingVerdicts } from './leading-verdicts.ts'
import { controlFigures, frontierFigures, metricFigures, outcomeFigure } from './make-figures.ts'
import { counted } from './number-text.ts'
import { titleOf } from './overview.ts'
import { colourOf, colourSample, lineSample } from './symbol.ts'
import { taskTable } from './task-table.ts'
import type { ConditionView, MetricView, ReportView, TaskView } from './view.ts'

/** Takes a figure and gives the place where the page draws it. */
export type PlaceFigure = (
  figure: Figure,
  options?: { readonly small?: boolean; readonly note?: string },
) => Html

/** A task's part of the page: what its curves say, charts, and the table of their numbers. */
export function taskSection(
  task: TaskView,
  view: ReportView,
  verdicts: readonly VerdictRow[],
  place: PlaceFigure,
): Html {
  const own = verdicts.filter((row) => row.task === task.task.name && row.source === task.source)
  const controls = controlFigures(task.conditions, view)
  const several = task.conditions.length > 1
  return html`<section id="${task.id}" aria-labelledby="${task.id}-title">
<h2 id="${task.id}-title">${titleOf(task)}</h2>
${task.task.description !== undefined && html`<p class="muted">${task.task.description}</p>`}
${task.conditions.map((condition) => conditionPart(task, condition, { view, own, place, several }))}
${
  controls.length > 0 &&
  html`<h3>Controls compared</h3>
<p class="muted">The same queries with the labels of the demonstrations changed. A model that reads its demonstrations loses by it; one that only recognises the task does not.</p>
${controlLegend(controls[0])}
<div class="figures">${controls.map((figure) => place(figure, { small: true }))}</div>`
}
</section>
`
}

function conditionPart(
  task: TaskView,
  condition: ConditionView,
  context: {
    readonly view: ReportView
    readonly own: readonly VerdictRow[]
    readonly place: PlaceFigure
    readonly several: boolean
  },
): Html {
  const { view, own, place, several } = context
  const [primary, ...others] = condition.metrics
  if (primary === undefined) return html``
  const name = condition.name === '' ? 'Plain prompts, gold labels' : condition.name
  const companion = others.find(({ metric }) => metric === task.task.companion)
  const rest = others.filter((metric) => metric !== companion)
  const { control, rendering, instruction } = condition
  const said = own.filter(
    (row) =>
      row.metric === primary.metric &&
      row.control === control &&
      row.rendering === rendering &&
      row.instruction === instruction,
  )
  const leading = leadingVerdicts(said)
  const isSilent = leading.every(({ verdict }) => verdict === 'not_identifiable')
  const sentence = isSilent ? curveSentence(primary) : undefined
  const pair = [primary, ...(companion === undefined ? [] : [companion])]
  const figures = pair.map((metric) => metricFigures(metric, view, leading))
  const frontiers = frontierFigures(primary, view)
  const outcomes = outcomeFigure(condition, view)
  const trials = primary.points.reduce((sum, point) => sum + point.trials, 0)
  return html`${several && html`<h3>${name}</h3>`}
${sentence !== undefined && html`<p>${sentence[0]?.toUpperCase()}${sentence.slice(1)}</p>`}
${leading.map((row) => verdictParagraph(row))}
${furtherVerdicts(said.filter((row) => !leading.includes(row) && !isSilent))}
<p class="muted">${describeGroup({ points: primary.points }).map((line) => `${line}. `)}${companion !== undefined && `${kindWord(primary)} metric (${metricName(primary.metric)}) beside the ${kindWord(companion).toLowerCase()} one (${metricName(companion.metric)}) of the same trials.`}</p>
${figures.some((list) => list.length > 0) && legend(primary, view)}
<div class="figures">${[0, 1].map((row) => figures.map((list) => list[row] !== undefined && place(list[row], { note: gapNote(list[row]) })))}</div>
${
  frontiers.length > 0 &&
  html`<div class="figures">${frontiers.map((figure) => place(figure, { small: true }))}</div>
<p class="muted">The thin line is the frontier: it goes through the points that no other one beats with a higher score for less.</p>`
}
${
  outcomes === undefined
    ? !task.isSuite &&
      trials > 0 &&
      html`<p class="muted">All ${counted(trials, 'trial')} ended with an answer.</p>`
    : html`${outcomeLegend(outcomes)}<div class="figures">${place(outcomes)}</div>`
}
${
  rest.length > 0 &&
  html`<details><summary>Other metrics: ${rest.map(({ metric }) => metricName(metric)).join(', ')}</summary>
<div class="figures">${rest.flatMap((metric) => metricFigures(metric, view, [])).map((figure) => place(figure))}</div></details>`
}
<details class="numbers"><summary>Numbers of these charts</summary>
${taskTable(condition, view, `${titleOf(task)}${several ? `, ${name}` : ''}: all numbers${task.isSuite ? '' : '. A model opens the trials of its row'}`)}</details>`
}

function kindWord({ points }: MetricView): string {
  return points[0]?.metricKind === 'continuous' ? 'Continuous' : 'Discontinuous'
}

function verdictParagraph({ verdict, sentence, needed }: VerdictRow): Html {
  const isNone = verdict === 'not_identifiable'
  return html`<p class="${isNone ? 'muted' : 'verdict'}">${sentence}${needed !== undefined && ` To say more: ${needed}.`}</p>`
}

/** The verdicts at fewer shots, folded. */
function furtherVerdicts(rows: readonly VerdictRow[]): Html {
  if (rows.length === 0) return html``
  const words = rows.map(({ shots, verdict }) => `k = ${shots} ${verdictWord(verdict)}`)
  return html`<details><summary>At other k: ${words.join(', ')}</summary>${rows.map(verdictParagraph)}</details>`
}

function gapNote(figure: Figure): string {
  if (figure.type !== 'size' || figure.gaps.length === 0) return ''
  const gaps = figure.gaps.map(({ low, high }) => `${formatParameters(low)} and ${formatParameters(high)}`)
  return `Shaded: where the verdict places the change, between ${gaps.join('; ')}.`
}

/** Colours of k and of models, shapes and dashes of families: once for the charts of a condition. */
function legend({ points, series }: MetricView, view: ReportView): Html {
  const shots = [...new Set(points.map((point) => point.shots))].sort((a, b) => a - b)
  const kinds = [...new Set(series.map(({ kind }) => kind))]
  const tone = (index: number, count: number) => (count < 2 ? 1 : index / (count - 1))
  return html`<dl class="legend">
${kinds.length > 1 && html`<div><dt>family, tuning</dt>${kinds.map((kind) => html`<dd>${lineSample({ kind: view.kinds.indexOf(kind), plain: true })}${kind}</dd>`)}</div>`}
<div><dt>colour by size</dt>${shots.map((k, index) => html`<dd>${colourSample(colourOf({ tone: tone(index, shots.length) }))}k = ${k}</dd>`)}</div>
${shots.length > 1 && html`<div><dt>colour by shots</dt>${series.map(({ label, kind }, index) => html`<dd>${lineSample({ kind: view.kinds.indexOf(kind), tone: tone(index, series.length) })}${label}</dd>`)}</div>`}
</dl>`
}

function controlLegend(figure: Figure | undefined): Html {
  if (figure?.type !== 'shots') return html``
  return html`<dl class="legend"><div><dt>demonstrations</dt>${figure.series.map((one) => html`<dd>${lineSample(one)}${one.label}</dd>`)}</div></dl>`
}

function outcomeLegend({ rows }: OutcomeFigure): Html {
  const found = OUTCOMES.filter((_, index) => rows.some(({ counts }) => (counts[index] ?? 0) > 0))
  return html`<dl class="legend"><div><dt>trials that ended</dt>${found.toReversed().map((name) => html`<dd>${colourSample(`var(--outcome-${name})`)}${name}</dd>`)}</div></dl>`
}
