import { metricName } from '../charts/chart-frame.ts'
import { describeGroup } from '../charts/condition.ts'
import { formatParameters } from '../charts/format-parameters.ts'
import type { VerdictRow } from '../domain/verdict-row.ts'
import { hasTrials } from './cell-key.ts'
import { curveSentence } from './curve-sentence.ts'
import type { Figure, FrontierFigure } from './figure.ts'
import { frontierFigures } from './frontier-figures.ts'
import { type Html, html } from './html.ts'
import { leadingVerdicts } from './leading-verdicts.ts'
import { legend, outcomeLegend } from './legend.ts'
import { metricFigures, outcomeFigure } from './make-figures.ts'
import { counted } from './number-text.ts'
import { titleOf } from './overview.ts'
import type { ReportInput, TaskStandings } from './report-input.ts'
import type { PlaceFigure } from './task-section.ts'
import { taskTable } from './task-table.ts'
import { chanceUpsetText, upsetSentence } from './upset-sentence.ts'
import { type CurveVerdicts, verdictPart } from './verdict-part.ts'
import type { ConditionView, MetricView, ReportView, TaskView } from './view.ts'

interface PartContext {
  readonly view: ReportView
  readonly input: ReportInput
  /** The verdicts of the task. */
  readonly own: readonly VerdictRow[]
  readonly place: PlaceFigure
  /** The task was asked under several conditions. */
  readonly several: boolean
}

/** A task under one condition: verdict, charts, frontier, outcomes, further metrics, numbers. */
export function conditionPart(task: TaskView, condition: ConditionView, context: PartContext): Html {
  const { view, own, place, several, input } = context
  const [primary, ...others] = condition.metrics
  if (primary === undefined) return html``
  const name = condition.name === '' ? 'Plain prompts, gold labels' : condition.name
  const title = `${titleOf(task)}${several ? `, ${name}` : ''}`
  const companion = others.find(({ metric }) => metric === task.task.companion)
  const rest = others.filter((metric) => metric !== companion)
  const verdicts = verdictsOf(primary, condition, own)
  const pair = [primary, ...(companion === undefined ? [] : [companion])]
  const figures = pair.map((metric) => metricFigures(metric, view, verdicts.all))
  const placed = [0, 1].map((row) =>
    figures.map(
      (list, column) =>
        list[row] !== undefined && place(list[row], { note: column === 0 ? gapNote(list[row]) : '' }),
    ),
  )
  return html`${several && html`<h3>${name}</h3>`}
${verdictText(primary, verdicts, { input, title })}
<p class="muted">${describeGroup({ points: primary.points }).map((line) => `${line}. `)}${companion !== undefined && `${kindWord(primary)} metric (${metricName(primary.metric)}) beside the ${kindWord(companion).toLowerCase()} one (${metricName(companion.metric)}) of the same ${isMeasured(companion) ? 'trials' : 'task'}.`}</p>
${figures.some((list) => list.length > 0) && legend(primary, view)}
<div class="figures">${placed}</div>
${standingPart(task, primary, context)}
${outcomePart(task, condition, primary, context)}
${rest.length > 0 && furtherMetrics(rest, condition, context)}
<details class="numbers"><summary>Numbers of these charts</summary>
${taskTable(condition, view, `${title}: all numbers${task.isSuite || !isMeasured(primary) ? '' : '. A model opens the trials of its row'}`)}</details>`
}

function verdictsOf(
  { metric }: MetricView,
  { control, rendering, instruction }: ConditionView,
  own: readonly VerdictRow[],
): CurveVerdicts {
  const all = own.filter(
    (row) =>
      row.metric === metric &&
      row.control === control &&
      row.rendering === rendering &&
      row.instruction === instruction,
  )
  return { leading: leadingVerdicts(all), all }
}

/** The verdict; where no curve of the report has one, which its first sentence says, what the scores are. */
function verdictText(
  metric: MetricView,
  verdicts: CurveVerdicts,
  { input, title }: { readonly input: ReportInput; readonly title: string },
): Html {
  const isNone = verdicts.leading.every(({ verdict }) => verdict === 'not_identifiable')
  const sentence = isNone ? curveSentence(metric) : undefined
  const anyVerdict = input.verdicts.some(({ verdict }) => verdict !== 'not_identifiable')
  return html`${sentence !== undefined && html`<p>${sentence[0]?.toUpperCase()}${sentence.slice(1)}</p>`}
${anyVerdict && verdictPart(verdicts, input, `${title}: tests behind the verdicts`)}`
}

/** Frontiers and upsets; nothing for what has no trials. */
function standingPart(task: TaskView, metric: MetricView, { view, input, place }: PartContext): Html {
  if (task.isSuite || !isMeasured(metric)) return html``
  const standings = standingsOf(metric, input.standings)
  const figures = frontierFigures(metric, view, standings)
  const further = standings && chanceUpsetText(standings)
  return html`${
    figures.length > 0 &&
    html`<div class="figures">${figures.map((figure) => place(figure, { small: true }))}</div>
<p class="muted">${frontierNote(figures, standings)}</p>`
  }
${standings?.upsets.map((upset) => html`<p>${upsetSentence(upset, view)}</p>`)}
${further !== undefined && html`<p class="muted">${further}</p>`}`
}

/** Those of a metric's condition. */
function standingsOf(
  { metric, points }: MetricView,
  standings: readonly TaskStandings[],
): TaskStandings | undefined {
  // A control's points begin with the gold baseline.
  const point = points.at(-1)
  return standings.find(
    (one) =>
      one.task === point?.task &&
      one.metric === metric &&
      (['rendering', 'instruction', 'control', 'sampling'] as const).every(
        (part) => one[part] === point[part],
      ),
  )
}

function frontierNote(figures: readonly FrontierFigure[], standings: TaskStandings | undefined): string {
  const line =
    'The stepped line is the frontier: models that no other one beats with a higher score for less.'
  if (standings === undefined)
    return `${line} Its score is of all answers at once, so how sure a place on it is cannot be told.`
  const found = new Set(figures.flatMap(({ marks }) => marks.map(({ standing }) => standing)))
  const parts = [
    found.has('solid') ? 'filled: on it in at least 90 % of the resamples' : '',
    found.has('candidate') ? 'ring: in 10 to 90 %' : '',
    found.has('off') ? 'small and grey: in fewer' : '',
  ].filter((part) => part !== '')
  return `${line} How sure that is, over ${standings.resamples} resamples of ${counted(standings.items, 'item')}: ${parts.join('; ')}.`
}

function outcomePart(
  task: TaskView,
  condition: ConditionView,
  metric: MetricView,
  { view, place }: PartContext,
): Html {
  if (task.isSuite || !isMeasured(metric)) return html``
  const outcomes = outcomeFigure(condition, view)
  const trials = metric.points.reduce((sum, point) => sum + point.trials, 0)
  if (outcomes === undefined)
    return trials === 0
      ? html``
      : html`<p class="muted">All ${trials.toLocaleString('en-US')} trials ended with an answer.</p>`
  const { others } = outcomes
  const note =
    others === 0
      ? ''
      : `In the other ${others === 1 ? 'cell' : `${others} cells`} of model and k every trial ended with an answer.`
  return html`${outcomeLegend(outcomes)}<div class="figures">${place(outcomes, { note })}</div>`
}

function furtherMetrics(
  metrics: readonly MetricView[],
  condition: ConditionView,
  { view, own, place, input }: PartContext,
): Html {
  const names = metrics.map(({ metric }) => metricName(metric)).join(', ')
  return html`<details><summary>Other metrics: ${names}</summary>
${metrics.map((metric) => verdictPart(verdictsOf(metric, condition, own), input, `${metricName(metric.metric)}: tests behind the verdicts`))}
<div class="figures">${metrics.flatMap((metric) => metricFigures(metric, view, verdictsOf(metric, condition, own).all)).map((figure) => place(figure))}</div></details>`
}

/** Whether a metric's points were made of trials. */
function isMeasured({ points: [first] }: MetricView): boolean {
  return first !== undefined && hasTrials(first)
}

function kindWord({ points }: MetricView): string {
  return points[0]?.metricKind === 'continuous' ? 'Continuous' : 'Discontinuous'
}

/** Where the bands of a chart are, and of which numbers of shots. */
function gapNote(figure: Figure): string {
  if (figure.type !== 'size' || figure.gaps.length === 0) return ''
  const places = Map.groupBy(
    figure.gaps,
    ({ low, high }) => `between ${formatParameters(low)} and ${formatParameters(high)}`,
  )
  const told = [...places].map(
    ([place, gaps]) => `${place} (k = ${[...new Set(gaps.map(({ shots }) => shots))].join(', ')})`,
  )
  return `Shaded: where the verdict places the change, ${told.join('; ')}. A bar at the top has the colour of its k.`
}
