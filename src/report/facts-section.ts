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
<h2 id="about-title">${facts.isImported === true ? 'About these scores' : 'About this run'}</h2>
<dl class="facts">
<dt>name</dt><dd>${facts.name}</dd>
${facts.from !== undefined && html`<dt>trials finished</dt><dd>${dateText(facts.from)} to ${dateText(facts.to ?? facts.from)}, UTC</dd>`}
<dt>made with</dt><dd>icl-harness ${facts.iclVersion}</dd>
${facts.settings.map(({ name, value }) => html`<dt>${name}</dt><dd>${value}</dd>`)}
<dt>trials in this page</dt><dd>${sampleText(total, trials.length, sample, textLimit)}</dd>
</dl>
${modelTable(facts.models)}
</section>`
}

type Model = ReportInput['facts']['models'][0]

const COLUMNS: readonly {
  readonly name: string
  readonly isText: boolean
  text(model: Model): string | undefined
}[] = [
  { name: 'family', isText: true, text: ({ family }) => family },
  { name: 'tuning', isText: true, text: ({ tuning }) => tuning },
  { name: 'parameters', isText: false, text: ({ parameters }) => sizeText(parameters) },
  { name: 'active', isText: false, text: activeText },
  { name: 'quantisation', isText: true, text: ({ quantization }) => quantization },
  { name: 'provider', isText: true, text: ({ provider }) => provider },
  { name: 'engine', isText: true, text: ({ engine }) => engine },
  {
    name: 'repeats itself',
    isText: true,
    text: ({ provider, probe }) => probe ?? (provider === '' ? '' : 'not probed'),
  },
]

/** The models with what is known of any. */
function modelTable(models: readonly Model[]): Html {
  if (models.length === 0) return html``
  const shown = COLUMNS.filter(({ text }) => models.some((model) => (text(model) ?? '') !== ''))
  const kind = (isText: boolean) => (isText ? 'text' : '')
  return html`<div class="wide" tabindex="0" role="region" aria-label="Models"><table><caption>Models</caption>
<thead><tr><th scope="col">model</th>${shown.map(({ name, isText }) => html`<th scope="col" class="${kind(isText)}">${name}</th>`)}</tr></thead>
<tbody>${models.map(
    (model) =>
      html`<tr><th scope="row">${model.name}</th>${shown.map(({ text, isText }) => html`<td class="${kind(isText)}">${text(model)}</td>`)}</tr>`,
  )}</tbody></table></div>`
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

/** Where it is not all of them. */
function activeText({ activeParameters, parameters }: Model): string {
  return activeParameters === parameters ? '' : sizeText(activeParameters)
}

function sizeText(parameters: number | undefined): string {
  return parameters === undefined ? '' : formatParameters(parameters)
}
