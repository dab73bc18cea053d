import { join } from 'node:path'
import { formatParameters } from '../../src/charts/format-parameters.ts'
import { VERDICTS, type VerdictRow } from '../../src/domain/verdict-row.ts'
import { readVerdicts } from '../../src/results/verdict-file.ts'
import { commandText, PUBLISHED, type PublishedImport } from './imports.ts'
import { overlaySection } from './overlay.ts'

/** docs/published.md from the verdicts.csv of the published sets. */
export async function publishedPage(project: string): Promise<string> {
  const parts = await Promise.all(PUBLISHED.map((one) => sectionOf(project, one)))
  const [first = '', ...others] = parts
  return [HEAD, first, await overlaySection(project), ...others].join('')
}

const HEAD = `# Published curves

What the verdict's rule says of scores that others published, made from the tables in
[results/published/scores](../results/published/scores) by \`icl import scores\` alone. \`node bench/published/run.ts\` makes
this page, and with \`--again\` the folders too.

These scores come without items. Sizes count as independent, which makes differences less sure than paired items would,
and there is one metric a curve: apparent emergence can be found, but whether the ability or the metric jumps cannot, so
such a curve is \`undetermined\` ([a companion](published-scores.md#a-second-metric-for-one-curve) could tell; these tables
have none). Scores with neither a number of items nor a standard error carry no verdict. A rise whose
90 % interval lies within a point is \`flat\`, whatever its p. Each folder's \`verdicts.csv\` has every curve with its
sentence. How such tables are read: [published-scores.md](published-scores.md); the verdicts and their rule:
[statistics.md](statistics.md).
`

async function sectionOf(project: string, one: PublishedImport): Promise<string> {
  const rows = await readVerdicts(join(project, 'results/published', one.name, 'verdicts.csv'))
  const decided = rows.filter(({ verdict }) => verdict !== 'not_identifiable')
  const counts = VERDICTS.flatMap((verdict) => {
    const count = rows.filter((row) => row.verdict === verdict).length
    return count === 0 ? [] : [`${count} \`${verdict}\``]
  })
  const left = rows.filter(({ verdict }) => verdict === 'not_identifiable')
  const without = [...new Set(left.map(({ task }) => task))]
  return [
    '',
    `## ${one.title}`,
    '',
    '```sh',
    commandText(one),
    '```',
    '',
    `${rows.length} curves: ${counts.join(', ')}.`,
    ...(without.length === 0
      ? []
      : ['', `Without a verdict, since neither items nor errors are known: ${without.join(', ')}.`]),
    '',
    '| task | metric | family | k | sizes | verdict | p, apparent | leaves the floor between |',
    '| --- | --- | --- | --: | --: | --- | --: | --- |',
    ...decided.map(lineOf),
    '',
  ].join('\n')
}

function lineOf(row: VerdictRow): string {
  const { task, metric, families, shots, sizes, verdict, pApparent, gapLow, gapHigh } = row
  const gap =
    gapLow === undefined || gapHigh === undefined
      ? ''
      : `${formatParameters(gapLow)} and ${formatParameters(gapHigh)}`
  const p = pApparent === undefined ? '' : pApparent < 0.001 ? '< 0.001' : pApparent.toFixed(3)
  return `| ${[task, metric, families, shots, sizes, `\`${verdict}\``, p, gap].join(' | ')} |`
}
