import { conditionPart } from './condition-part.ts'
import type { Figure } from './figure.ts'
import { type Html, html } from './html.ts'
import { controlLegend } from './legend.ts'
import { controlFigures } from './make-figures.ts'
import { titleOf } from './overview.ts'
import type { ReportInput } from './report-input.ts'
import type { ReportView, TaskView } from './view.ts'

/** Takes a figure and gives the place where the page draws it. */
export type PlaceFigure = (
  figure: Figure,
  options?: { readonly small?: boolean; readonly note?: string },
) => Html

/** A task's part of the page: what its curves say, charts, and the table of their numbers. */
export function taskSection(task: TaskView, view: ReportView, input: ReportInput, place: PlaceFigure): Html {
  const own = input.verdicts.filter((row) => row.task === task.task.name && row.source === task.source)
  const controls = controlFigures(task.conditions, view)
  const several = task.conditions.length > 1
  return html`<section id="${task.id}" aria-labelledby="${task.id}-title">
<h2 id="${task.id}-title">${titleOf(task)}</h2>
${task.task.description !== undefined && html`<p class="muted">${task.task.description}</p>`}
${task.conditions.map((condition) => conditionPart(task, condition, { view, own, place, several, input }))}
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
