import type { CurveGroup, NamedCurve } from './curve-groups.ts'
import { findingOf } from './finding.ts'
import { type Html, html } from './html.ts'
import { overview } from './overview.ts'
import type { ReportInput } from './report-input.ts'
import type { ReportView } from './view.ts'

/** What the report says first: the finding, what limits it, and all tasks in a table. */
export function findingSection(input: ReportInput, view: ReportView): Html {
  const { facts, points, verdicts, rules } = input
  const { lead, groups, support } = findingOf(view, input)
  const isSimulated = points.some(({ source }) => source === 'simulated')
  const sentences = groups.flatMap(({ curves }) => curves)
  const [constants, ...limits] = rules
  return html`<section aria-labelledby="finding-title">
<h1 id="finding-title">What was found</h1>
<p class="lead">${lead}</p>
${isSimulated && html`<p class="remark">Simulated models: their answers are made up from declared curves. Nothing here says anything about real models.</p>`}
${facts.isImported === true && html`<p class="remark">Published scores: they carry no trials, so there are no answers to open, no outcomes, no costs, and no test that needs items.</p>`}
${facts.remarks.map((remark) => html`<p class="remark">${remark}</p>`)}
${groups.length > 0 && groupList(groups, view)}
${support.length > 0 && html`<ul>${support.map((sentence) => html`<li>${sentence}</li>`)}</ul>`}
${points.length > 0 && limits.map((line) => html`<p class="muted">${line}</p>`)}
${
  sentences.length > 0 &&
  html`<details class="tests"><summary>Each finding in a sentence, and how verdicts are made</summary>
<ul>${sentences.map((curve) => html`<li>${sentenceOf(curve)}</li>`)}</ul>
${verdicts.length > 0 && constants !== undefined && html`<p class="muted">${constants}</p>`}</details>`
}
${overview(view, input)}
${facts.isImported !== true && html`<p class="muted" id="how">A point, a score or a model's name in a table opens the trials behind it. In a chart: Tab to it, arrow keys from point to point, Enter to open.</p>`}
</section>`
}

/** The curves by what was found. */
function groupList(groups: readonly CurveGroup[], view: ReportView): Html {
  const linkOf = ({ row, name }: NamedCurve) => {
    const task = view.tasks.find(
      ({ task: { name: own }, source }) => own === row.task && source === row.source,
    )
    return task === undefined ? html`${name}` : html`<a href="#${task.id}">${name}</a>`
  }
  return html`<dl class="groups">${groups.map(
    ({ word, meaning, curves }) =>
      html`<div><dt>${curves.length} ${word}<small>${meaning}</small></dt><dd>${curves.map((curve, index) => html`${index > 0 && ', '}${linkOf(curve)}${curve.gap !== undefined && html` <span class="muted">${curve.gap}</span>`}`)}</dd></div>`,
  )}</dl>`
}

function sentenceOf({ row: { sentence }, name }: NamedCurve): string {
  return sentence.includes(name) ? sentence : `${name}: ${sentence}`
}
