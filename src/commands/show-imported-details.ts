import type { DetailSection } from '../charts/details/detail-section.ts'
import { ruleLines } from '../charts/findings/rule-lines.ts'
import { sentencesByFamily } from '../charts/findings/sentences-by-family.ts'
import { terminalReport } from '../charts/terminal-report.ts'
import { wrappedText } from '../charts/wrapped-text.ts'
import { importedCurves } from '../curves/imported-curves.ts'
import { AGGREGATE_RULE } from '../curves/verdict/aggregate-verdict.ts'
import { InputError, unknownName } from '../domain/input-error.ts'
import type { Point } from '../domain/point.ts'
import { readImportManifest } from '../results/imported-folder.ts'
import { readCurve } from '../results/read-curve.ts'
import { runPaths } from '../results/run-folder.ts'
import { detailsProgress } from './details-progress.ts'
import type { Host } from './host.ts'
import { importedLineDetails, importedModelDetails } from './imported-details.ts'
import { importedVerdicts } from './imported-verdicts.ts'
import { showSections } from './show-sections.ts'

/**
 * Prints all that the imported curves of one task tell, each metric at its most demonstrations: scores, verdicts,
 * shapes, laws of loss, observational scaling. What needs items is left out. Writes no file.
 *
 * @throws InputError for a folder that is no import, and for a task that it does not have
 */
export async function showImportedDetails(host: Host, folder: string, task: string): Promise<void> {
  const { companions } = await readImportManifest(folder)
  const all = await readCurve(runPaths(folder).curve)
  const points = all.filter((point) => point.task === task)
  if (points.length === 0)
    throw new InputError(
      unknownName('task', task, [...new Set(all.map((point) => point.task))], { file: folder }),
    )
  const curves = importedCurves(points)
  const verdicts = importedVerdicts(all, companions).filter((row) => row.task === task)
  const sentencesOf = ({ metric }: { readonly metric: string }) =>
    sentencesByFamily(verdicts.filter((row) => row.metric === metric))
  for (const line of terminalReport(points, host.width, { sentencesOf })) host.out(line)
  const progress = detailsProgress(host)
  const source = { points: all, task, about: progress.about }
  for (const [metric, ofMetric] of Map.groupBy(points, (point) => point.metric)) {
    const shots = Math.max(...ofMetric.map((point) => point.shots))
    const name = (who: string) => `── ${who}, ${metric}, k=${shots}`
    const show = (who: string, sections: Iterable<DetailSection>) => {
      host.out(name(who))
      showSections(host, sections, progress)
    }
    const lines = curves.filter((curve) => curve.metric === metric && curve.shots === shots)
    for (const line of lines.filter((curve) => curve.points.length > 1))
      show(line.family, importedLineDetails(line, source))
    show('all models', importedModelDetails(scoredAt(ofMetric, shots), source))
  }
  for (const text of ruleLines(AGGREGATE_RULE))
    for (const line of wrappedText(text, host.width)) host.out(line)
}

function scoredAt(points: readonly Point[], shots: number): readonly Point[] {
  return points.filter((point) => point.shots === shots && point.score !== undefined)
}
