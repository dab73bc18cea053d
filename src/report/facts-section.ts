import { formatParameters } from '../charts/format-parameters.ts'
import { type Html, html } from './html.ts'
import type { ReportInput } from './report-input.ts'

/** What was run, on what, and how the report was made. */
export function factsSection({ facts, sample, trials }: ReportInput, textLimit: number): Html {
  const total = [...sample.counts.values()].reduce(
    (sum, one) => sum + one.no_answer + one.wrong + one.right,
    0,
  )
  return html`<section id="about" aria-labelledby="about-title">
<h2 id="about-title">About this run</h2>
<dl class="facts">
<dt>name</dt><dd>${facts.name}</dd>
${facts.from !== undefined && html`<dt>trials finished</dt><dd>${dateText(facts.from)} to ${dateText(facts.to ?? facts.from)}, UTC</dd>`}
<dt>made with</dt><dd>icl-harness ${facts.iclVersion}</dd>
${facts.settings.map(({ name, value }) => html`<dt>${name}</dt><dd>${value}</dd>`)}
<dt>trials in this page</dt><dd>${sampleText(total, trials.length, sample, textLimit)}</dd>
</dl>
${
  facts.models.length > 0 &&
  html`<div class="wide" tabindex="0" role="region" aria-label="Models"><table><caption>Models</caption>
<thead><tr>${['model', 'family', 'tuning', 'parameters', 'active', 'quantisation', 'provider', 'engine', 'repeats itself'].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${facts.models.map(
    (model) =>
      html`<tr><th scope="row">${model.name}</th><td class="text">${model.family}</td><td class="text">${model.tuning}</td><td>${sizeText(model.parameters)}</td><td>${sizeText(model.activeParameters)}</td><td class="text">${model.quantization}</td><td class="text">${model.provider}</td><td class="text">${model.engine}</td><td class="text">${model.probe ?? 'not probed'}</td></tr>`,
  )}</tbody></table></div>`
}
</section>`
}

/** How the trials in the page were chosen. */
function sampleText(
  total: number,
  shown: number,
  { perCell, seed }: Pick<ReportInput['sample'], 'perCell' | 'seed'>,
  textLimit: number,
): string {
  if (total === 0) return 'none: these are published scores'
  const cut = Number.isFinite(textLimit)
    ? ` Texts of more than ${textLimit} characters are cut, and say so.`
    : ''
  if (shown === total) return `all ${total}.${cut}`
  return `${shown} of ${total}: of each cell at most ${perCell}, those without an answer and the wrong ones first, then by chance (seed ${seed}); a cell of fewer has all. So what is here has more wrong answers than the run. All are in trials.csv.${cut}`
}

function dateText(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ')
}

function sizeText(parameters: number | undefined): string {
  return parameters === undefined ? '' : formatParameters(parameters)
}
