import { metricName, taskName } from '../charts/chart-frame.ts'
import { verdictWord } from '../charts/findings/verdict-word.ts'
import type { VerdictRow } from '../domain/verdict-row.ts'
import { type Html, html } from './html.ts'
import { leadingVerdicts, rankedVerdicts } from './leading-verdicts.ts'
import { scoreText } from './number-text.ts'
import type { ReportInput } from './report-input.ts'
import { trialsButton } from './task-table.ts'
import type { MetricView, ReportView, TaskView } from './view.ts'

interface OverviewRow {
  readonly task: TaskView
  readonly metric: MetricView
  /** The most shots with a score. */
  readonly k: number
}

/** All tasks at a glance: a row a task, a column a model, the primary score at the most shots. */
export function overview(
  view: ReportView,
  { verdicts, facts }: Pick<ReportInput, 'verdicts' | 'facts'>,
): Html {
  const rows = view.tasks.flatMap((task): OverviewRow[] => {
    const metric = (task.conditions.find(({ control }) => control === 'gold') ?? task.conditions[0])
      ?.metrics[0]
    if (metric === undefined) return []
    const k = Math.max(...metric.points.filter(({ score }) => score !== undefined).map(({ shots }) => shots))
    return Number.isFinite(k) ? [{ task, metric, k }] : []
  })
  const labels = labelsOf(rows)
  if (rows.length === 0) return html``
  const kinds = new Set(
    rows.flatMap(({ metric }) =>
      metric.series.flatMap(({ label, kind }) => (labels.includes(label) ? [kind] : [])),
    ),
  )
  // What all columns have in common is said once.
  const [only] = kinds.size === 1 ? kinds : []
  const opens = facts.isImported === true ? '' : ' A score opens its trials.'
  const head = (label: string) => (only === undefined ? label : label.replace(` ${only}`, ''))
  const withVerdicts = verdicts.some(({ verdict }) => verdict !== 'not_identifiable')
  return html`<div class="wide" tabindex="0" role="region" aria-label="Scores of all tasks"><table>
<caption><span>${only !== undefined && `All models: ${only}. `}Primary score of each task at its most shots.${opens}</span></caption>
<thead><tr><th scope="col">task</th>${withVerdicts && html`<th scope="col" class="text">verdict</th>`}<th scope="col" class="text spare">metric</th><th scope="col">k</th>${labels.map((label) => html`<th scope="col">${head(label)}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ task, metric, k }) =>
      html`<tr><th scope="row"><a href="#${task.id}">${nameIn(view, task)}</a></th>${withVerdicts && html`<td class="text">${verdictsOf({ task, metric, k }, verdicts)}</td>`}<td class="text spare">${metricName(metric.metric)}</td><td>${k}</td>${labels.map(
        (label) => {
          const series = metric.series.find((one) => one.label === label)
          const point = series?.points.find(({ shots }) => shots === k)
          return html`<td>${point?.score === undefined ? '' : trialsButton(view, point, scoreText(point.score, point.maximum), `${titleOf(task)}, ${label}`)}</td>`
        },
      )}</tr>
`,
  )}</tbody></table></div>`
}

/** A task's name in a list: where all tasks are of one source, which the page says, it is the bare name. */
function nameIn(view: ReportView, { task, source }: TaskView): string {
  const isMixed = view.tasks.some((other) => other.source !== source)
  return isMixed ? titleOf({ task, source }) : taskName(task.name)
}

/** A task's name as a heading: what is not of a run says where it is from. */
export function titleOf({ task, source }: Pick<TaskView, 'task' | 'source'>): string {
  return source === 'run' ? taskName(task.name) : `${taskName(task.name)} (${source})`
}

/** What the row's curve shows; several where it has several lines of models. */
function verdictsOf({ task, metric }: OverviewRow, verdicts: readonly VerdictRow[]): string {
  const own = verdicts.filter(
    (row) => row.task === task.task.name && row.source === task.source && row.metric === metric.metric,
  )
  const gold = own.filter(({ control }) => control === 'gold')
  const ranked = rankedVerdicts(leadingVerdicts(gold.length > 0 ? gold : own))
  return [...new Set(ranked.map(({ verdict }) => verdictWord(verdict)))].join(', ')
}

/** The models that some row has a score of, by size. */
function labelsOf(rows: readonly OverviewRow[]): string[] {
  const sizes = new Map<string, number>()
  for (const { metric, k } of rows)
    for (const { label, size, points } of metric.series)
      if (points.some(({ shots, score }) => shots === k && score !== undefined) && !sizes.has(label))
        sizes.set(label, size ?? Infinity)
  return [...sizes].sort((a, b) => a[1] - b[1]).map(([label]) => label)
}
