import { gzipSync } from 'node:zlib'
import { cellKey } from './cell-key.ts'
import { contentPolicy } from './content-policy.ts'
import { factsSection } from './facts-section.ts'
import type { Figure } from './figure.ts'
import { findingSection } from './finding-section.ts'
import { codeForScript, Html, html, jsonForScript } from './html.ts'
import { type PackedTrials, packTrials } from './pack-trials.ts'
import { PAGE_SCRIPT, PAGE_STYLE } from './page-asset.ts'
import type { ReportInput } from './report-input.ts'
import { type PlaceFigure, taskSection } from './task-section.ts'
import { kindOf, type Primary } from './trial-sample.ts'
import { type ReportView, reportView } from './view.ts'

/** The longest texts that a page carries whole, in characters; the next one where the page would become too large. */
const TEXT_LIMITS = [100_000, 20_000, 4_000, 1_000, 300] as const

/** What a page should take at most, in bytes; texts are cut for it. */
const PAGE_BYTES = 4_900_000

/** The least that is left for charts and trials, however long the tables are. */
const DATA_BYTES = 800_000

/** What the page's script is given. */
export interface PageData extends PackedTrials {
  readonly cells: ReportView['cells']
  readonly figures: readonly Figure[]
}

/**
 * A report as one HTML file that needs no network: the finding, each task's charts and numbers, and the trials behind
 * each point. Whatever models and tasks wrote is data in it and never markup or code.
 */
export function reportHtml(input: ReportInput): string {
  const view = reportView(input)
  const figures: Figure[] = []
  const place: PlaceFigure = (figure, { small = false, note = '' } = {}) => {
    figures.push(figure)
    return html`<figure class="${small ? 'small' : ''}"><figcaption>${figure.title}</figcaption><div class="chart" data-figure="${figures.length - 1}"></div>${note !== '' && html`<p class="muted">${note}</p>`}</figure>`
  }
  const sections = view.tasks.map((task) => taskSection(task, view, input, place))
  const script = codeForScript([...input.libraries, PAGE_SCRIPT].join('\n;\n'))
  const rest =
    script.length + PAGE_STYLE.length + Buffer.byteLength(sections.map(({ text }) => text).join(''))
  const room = Math.max(DATA_BYTES, PAGE_BYTES - 50_000 - rest)
  const { packed, textLimit } = packedData(input, { view, figures, room })
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy({ script, style: PAGE_STYLE })}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${input.facts.name}: in-context learning report</title>
<style>${new Html(PAGE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the finding</a>
<header><p class="name">${input.facts.name}</p><nav aria-label="Page"><a href="#about">${input.facts.isImported === true ? 'About these scores' : 'About this run'}</a></nav><button type="button" id="theme" hidden>Theme: system</button></header>
<main id="main">
${findingSection(input, view)}
${sections}
${factsSection(input, textLimit)}
<noscript><p class="remark">Charts and trials need JavaScript. All numbers are in the tables.</p></noscript>
</main>
<div id="tip" role="status" hidden></div>
<script type="application/json" id="data">${new Html(jsonForScript({ gzip: packed }))}</script>
<script>${new Html(script)}</script>
</body>
</html>
`
  return page.text
}

function packedData(
  { trials, points }: ReportInput,
  page: { readonly view: ReportView; readonly figures: readonly Figure[]; readonly room: number },
): { readonly packed: string; readonly textLimit: number } {
  const { view, figures, room } = page
  const primaries = new Map<string, Primary>()
  for (const { name, primary } of view.tasks.map(({ task }) => task)) {
    const maximum = points.find((point) => point.task === name && point.metric === primary)?.maximum
    primaries.set(name, { column: `score_${primary}`, maximum: maximum ?? 1 })
  }
  const numbers = new Map<string, number>()
  for (const { conditions } of view.tasks)
    for (const { metrics } of conditions)
      for (const point of metrics.flatMap((metric) => metric.points))
        numbers.set(cellKey(point), view.cellOf(point))
  for (const limit of TEXT_LIMITS) {
    const data: PageData = {
      cells: view.cells,
      figures,
      ...packTrials(trials, {
        textLimit: limit,
        cellOf: (result) => numbers.get(cellKey(result)) ?? -1,
        kindOf: (result) => kindOf(result, primaries.get(result.task)),
      }),
    }
    const packed = gzipSync(JSON.stringify(data), { level: 9 })
    if (packed.length * (4 / 3) <= room || limit === TEXT_LIMITS.at(-1)) {
      const isCut = data.texts.some((text) => text.length > limit)
      return { packed: packed.toString('base64'), textLimit: isCut ? limit : Number.POSITIVE_INFINITY }
    }
  }
  throw new Error('no text limit is left')
}
