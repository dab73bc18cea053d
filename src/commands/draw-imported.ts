import { mkdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { chartsOf } from '../charts/charts-of.ts'
import { sentencesByFamily } from '../charts/findings/sentences-by-family.ts'
import { verdictWord } from '../charts/findings/verdict-word.ts'
import { svgOf } from '../charts/svg.ts'
import { terminalReport } from '../charts/terminal-report.ts'
import { wrappedText } from '../charts/wrapped-text.ts'
import type { Point } from '../domain/point.ts'
import { VERDICTS, type VerdictRow } from '../domain/verdict-row.ts'
import { readImportManifest } from '../results/imported-folder.ts'
import { readCurve } from '../results/read-curve.ts'
import { runPaths } from '../results/run-folder.ts'
import { writeVerdicts } from '../results/verdict-file.ts'
import { writeAtomically } from '../results/write-atomically.ts'
import { isCommitted } from './committed-run.ts'
import type { Host } from './host.ts'
import { importedVerdicts } from './imported-verdicts.ts'
import { IMPORTED_RULES, writeImportedReport } from './write-imported-report.ts'

/** Tasks whose tables and curves are shown in full; of more only the verdicts are. */
const MOST_SHOWN = 6

/**
 * Shows an import's scores and verdicts in the terminal, and makes its charts, verdicts.csv and report again; curve.csv is only
 * read. A committed folder is only shown.
 * @param options.isNew the folder was made just now, wherever it stands
 * @param options.reportOnly write this file, the report, and nothing else
 *
 * @throws InputError when the folder is no import
 */
export async function drawImported(
  host: Host,
  folder: string,
  options: { readonly isNew?: boolean; readonly reportOnly?: string } = {},
): Promise<void> {
  const manifest = await readImportManifest(folder)
  const paths = runPaths(folder)
  const points = await readCurve(paths.curve)
  const rows = importedVerdicts(points, manifest.companions)
  const writeReport = (file: string) => writeImportedReport(file, { manifest, points, verdicts: rows })
  if (options.reportOnly !== undefined) return writeReport(options.reportOnly)
  const drawn = points.filter(({ task }) => manifest.charts?.includes(task) ?? true)
  const committed = isCommitted(folder)
  const writes = options.isNew === true || !committed
  // A committed import is without: its report is 1 MB of what one command makes.
  const reports = !committed
  const charts = writes ? await writeCharts(paths.charts, drawn) : 0
  if (writes) await writeVerdicts(paths.verdicts, rows)
  if (reports) await writeReport(paths.report)

  const shown = new Set([...new Set(drawn.map(({ task }) => task))].slice(0, MOST_SHOWN))
  for (const line of shownLines(host, points, rows, shown)) host.out(line)
  for (const line of tallyLines(rows)) for (const part of wrappedText(line, host.width)) host.out(part)
  const without = new Set(
    points.flatMap(({ model, parameters }) => (parameters === undefined ? [model] : [])),
  )
  if (without.size > 0)
    host.note(
      `the size of ${[...without].join(', ')} is not known: map parameters, or name it in a table of --sizes`,
    )
  if (writes)
    host.out(
      `wrote ${relative('', paths.verdicts)}, ${charts} charts in ${relative('', paths.charts)}${reports ? ` and ${relative('', paths.report)}` : ''}; curve.csv has ${points.length} points`,
    )
  else host.out(`${folder} is a committed import: shown, and not written again`)
}

function shownLines(
  host: Host,
  points: readonly Point[],
  rows: readonly VerdictRow[],
  shown: ReadonlySet<string>,
): readonly string[] {
  const sentences = Map.groupBy(rows, ({ task, metric }) => `${task}\u0000${metric}`)
  return terminalReport(
    points.filter(({ task }) => shown.has(task)),
    host.width,
    {
      sentencesOf: ({ task, metric }) => sentencesByFamily(sentences.get(`${task}\u0000${metric}`) ?? []),
    },
  )
}

function tallyLines(rows: readonly VerdictRow[]): readonly string[] {
  if (rows.length === 0) return []
  const counts = VERDICTS.flatMap((verdict) => {
    const count = rows.filter((row) => row.verdict === verdict).length
    return count === 0 ? [] : [`${count} ${verdictWord(verdict)}`]
  })
  return [
    `Of ${rows.length} curves over model size: ${counts.join(', ')} (verdicts.csv has them all).`,
    ...IMPORTED_RULES,
  ]
}

async function writeCharts(folder: string, points: readonly Point[]): Promise<number> {
  await mkdir(folder, { recursive: true })
  const charts = chartsOf(points)
  for (const { file, spec } of charts) await writeAtomically(join(folder, file), [await svgOf(spec)])
  return charts.length
}
