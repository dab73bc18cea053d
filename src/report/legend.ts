import { formatParameters } from '../charts/format-parameters.ts'
import { OUTCOMES } from '../domain/outcome.ts'
import type { Figure, OutcomeFigure } from './figure.ts'
import { type Html, html } from './html.ts'
import { colourOf, colourSample, lineSample } from './symbol.ts'
import type { MetricView, ReportView } from './view.ts'

/** Colours of k and of models, shapes and dashes of families: once for the charts of a condition. */
export function legend({ points, series }: MetricView, view: ReportView): Html {
  const shots = [...new Set(points.map((point) => point.shots))].sort((a, b) => a - b)
  const kinds = [...new Set(series.map(({ kind }) => kind))]
  const tone = (index: number, count: number) => (count < 2 ? 1 : index / (count - 1))
  // One family tells its models apart by size, unless two are of one.
  const sizes = series.map(({ size }) => size && formatParameters(size))
  const sizeNames = series.map(({ label }, index) => {
    const name = sizes[index]
    return sizes.filter((other) => other === name).length > 1 ? label : name
  })
  return html`<dl class="legend">
${kinds.length > 1 && html`<div><dt>family, tuning</dt>${kinds.map((kind) => html`<dd>${lineSample({ kind: view.kinds.indexOf(kind), plain: true })}${kind}</dd>`)}</div>`}
<div><dt>charts by size</dt>${shots.map((k, index) => html`<dd>${colourSample(colourOf({ tone: tone(index, shots.length) }))}k = ${k}</dd>`)}</div>
${shots.length > 1 && html`<div><dt>charts by shots</dt>${series.map(({ label, size, kind }, index) => html`<dd>${lineSample({ kind: view.kinds.indexOf(kind), tone: tone(index, series.length) })}${kinds.length > 1 || size === undefined ? label : sizeNames[index]}</dd>`)}</div>`}
</dl>`
}

/** Colours of the controls that a figure compares. */
export function controlLegend(figure: Figure | undefined): Html {
  if (figure?.type !== 'shots') return html``
  return html`<dl class="legend"><div><dt>demonstrations</dt>${figure.series.map((one) => html`<dd>${lineSample(one)}${one.label}</dd>`)}</div></dl>`
}

/** Colours of the outcomes that trials had. */
export function outcomeLegend({ rows }: OutcomeFigure): Html {
  const found = OUTCOMES.filter((_, index) => rows.some(({ counts }) => (counts[index] ?? 0) > 0))
  return html`<dl class="legend"><div><dt>trials that ended</dt>${found.toReversed().map((name) => html`<dd>${colourSample(`var(--outcome-${name})`)}${name}</dd>`)}</div></dl>`
}
