import { ruleLines } from '../charts/findings/rule-lines.ts'
import { AGGREGATE_RULE } from '../curves/verdict/aggregate-verdict.ts'
import type { Point } from '../domain/point.ts'
import type { VerdictRow } from '../domain/verdict-row.ts'
import { reportHtml } from '../report/report-html.ts'
import type { RunFacts } from '../report/report-input.ts'
import type { ImportedFile, ImportManifest } from '../results/imported-folder.ts'
import { writeAtomically } from '../results/write-atomically.ts'
import { reportLibraries } from './report-libraries.ts'

/** What is true of every verdict on imported scores. */
export const IMPORTED_RULES: readonly string[] = [
  ...ruleLines(AGGREGATE_RULE).slice(0, 1),
  'Intervals and p-values come from published numbers of items or standard errors: training-seed variance is not in these intervals, and one odd model can make or hide a break.',
  'Imported scores have no items: sizes count as independent, and one metric alone cannot tell why a curve jumps.',
]

/** Writes the report of scores that others measured: curves and verdicts, and no trials. */
export async function writeImportedReport(
  file: string,
  scores: {
    readonly manifest: ImportManifest
    readonly points: readonly Point[]
    readonly verdicts: readonly VerdictRow[]
  },
): Promise<void> {
  const { manifest, points, verdicts } = scores
  const page = reportHtml({
    facts: factsOf(manifest, points),
    tasks: [],
    ...{ points, verdicts, rules: IMPORTED_RULES },
    tests: new Map(),
    standings: [],
    trials: [],
    sample: { perCell: 0, seed: 0, counts: new Map() },
    libraries: await reportLibraries(),
  })
  await writeAtomically(file, [page])
}

function factsOf(manifest: ImportManifest, points: readonly Point[]): RunFacts {
  const { name, from, icl_version: iclVersion, imported_at: at, files, sizes, tasks, rows } = manifest
  const tables = [sizes, tasks].filter((table) => table !== undefined)
  const lines: [string, string | undefined][] = [
    ['scores', from],
    ['imported', `${at.slice(0, 16).replace('T', ' ')}, UTC`],
    ['files', files.map(fileText).join('; ')],
    ['tables beside them', tables.map(fileText).join('; ')],
    ['rows', `${rows.kept} of ${rows.read}`],
  ]
  return {
    ...{ name, iclVersion, remarks: [], isImported: true },
    models: modelsOf(points),
    settings: lines.flatMap(([fact, value]) => (value ? [{ name: fact, value }] : [])),
  }
}

function fileText({ file, sha256 }: ImportedFile): string {
  return `${file} (SHA-256 ${sha256.slice(0, 12)}…)`
}

/** By family and size, each once. */
function modelsOf(points: readonly Point[]): RunFacts['models'] {
  const models = new Map(
    points.map(({ model, family, parameters, activeParameters, quantization, tuning, provider, engine }) => [
      model,
      { name: model, family, parameters, activeParameters, quantization, tuning, provider, engine },
    ]),
  )
  return [...models.values()].toSorted((a, b) => (a.parameters ?? Infinity) - (b.parameters ?? Infinity))
}
