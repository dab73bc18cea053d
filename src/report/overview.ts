import { metricName, taskName } from '../charts/chart-frame.ts'
import { verdictWord } from '../charts/findings/verdict-word.ts'
import type { VerdictRow } from '../domain/verdict-row.ts'
import { type Html, html } from './html.ts'
import { leadingVerdicts, rankedVerdicts } from './leading-verdicts.ts'
import { scoreText } from './number-text.ts'
import { trialsButton } from './task-table.ts'
import type { ReportView, TaskView } from './view.ts'

/** All tasks at a glance: a row a task, a column a model, the primary score at the most shots. */
export function overview(view: ReportView, verdicts: readonly VerdictRow[]): Html {
  const rows = view.tasks.flatMap((task) => {
    const metric = (task.conditions.find(({ control }) => control === 'gold') ?? task.conditions[0])
      ?.metrics[0]
    if (metric === undefined) return []
    const k = Math.max(...metric.points.filter(({ score }) => score !== undefined).map(({ shots }) => shots))
    return Number.isFinite(k) ? [{ task, metric, k }] : []
  })
  const labels = distinctLabels(rows.map(({ metric }) => metric))
  if (rows.length === 0) return html``
  const withVerdicts = verdicts.some(({ verdict }) => verdict !== 'not_identifiable')
  return html`<div class="wide" tabindex="0" role="region" aria-label="Scores of all tasks"><table>
<caption><span>Primary score of each task at its most shots. A score opens its trials.</span></caption>
<thead><tr><th scope="col">task</th><th scope="col" class="text spare">metric</th><th scope="col">k</th>${labels.map((label) => html`<th scope="col">${label}</th>`)}${withVerdicts && html`<th scope="col" class="text">verdict</th>`}</tr></thead>
<tbody>${rows.map(
    ({ task, metric, k }) =>
      html`<tr><th scope="row"><a href="#${task.id}">${nameIn(view, task)}</a></th><td class="text spare">${metricName(metric.metric)}</td><td>${k}</td>${labels.map(
        (label) => {
          const series = metric.series.find((one) => one.label === label)
          const point = series?.points.find(({ shots }) => shots === k)
          return html`<td>${point?.score === undefined ? '' : trialsButton(view, point, scoreText(point.score, point.maximum), `${titleOf(task)}, ${label}`)}</td>`
        },
      )}${withVerdicts && html`<td class="text">${verdictOf(task, verdicts)}</td>`}</tr>
`,
  )}</tbody></table></div>`
}

/** A task's name in a list: where all tasks are of one source, which the page says, it is the bare name. */
export function nameIn(view: ReportView, { task, source }: TaskView): string {
  const isMixed = view.tasks.some((other) => other.source !== source)
  return isMixed ? titleOf({ task, source }) : taskName(task.name)
}

/** A task's name as a heading: what is not of a run says where it is from. */
export function titleOf({ task, source }: Pick<TaskView, 'task' | 'source'>): string {
  return source === 'run' ? taskName(task.name) : `${taskName(task.name)} (${source})`
}

function verdictOf({ task, source }: TaskView, verdicts: readonly VerdictRow[]): string {
  const [best] = rankedVerdicts(
    leadingVerdicts(verdicts).filter((row) => row.task === task.name && row.source === source),
  )
  return best === undefined ? '' : verdictWord(best.verdict)
}

function distinctLabels(
  metrics: readonly { readonly series: TaskView['conditions'][0]['metrics'][0]['series'] }[],
) {
  const sizes = new Map<string, number>()
  for (const { series } of metrics)
    for (const { label, size } of series) if (!sizes.has(label)) sizes.set(label, size ?? Infinity)
  return [...sizes].sort((a, b) => a[1] - b[1]).map(([label]) => label)
}
