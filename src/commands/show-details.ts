import { findingsOf } from '../charts/findings/findings.ts'
import { ruleLines } from '../charts/findings/rule-lines.ts'
import { terminalReport } from '../charts/terminal-report.ts'
import { wrappedText } from '../charts/wrapped-text.ts'
import type { LineOptions } from '../curves/item-matrices.ts'
import { lineName, type RunVerdict, runVerdicts } from '../curves/verdict/run-verdicts.ts'
import { InputError, unknownName } from '../domain/input-error.ts'
import { readRun } from '../results/run-folder.ts'
import { conditionDetails } from './condition-details.ts'
import { detailsProgress } from './details-progress.ts'
import type { Host } from './host.ts'
import { lineDetails } from './line-details.ts'
import { loadCurves, metricPairs } from './load-curves.ts'
import { showSections } from './show-sections.ts'

/**
 * Prints all that the curves of one task tell, at its most demonstrations: tests, shapes, returns, frontiers, learning.
 * Writes no file.
 *
 * @throws InputError for a folder that is no run or has no trials, a task that it does not have, and one without a
 *   curve over model size
 */
export async function showDetails(
  host: Host,
  folder: string,
  { task, join }: { readonly task: string; readonly join?: LineOptions['join'] | undefined },
): Promise<void> {
  const run = await readRun(folder)
  const { seed } = run.manifest
  const own = run.tasks.find(({ name }) => name === task)
  if (own === undefined)
    throw new InputError(
      unknownName(
        'task',
        task,
        run.tasks.map(({ name }) => name),
        { file: folder },
      ),
    )
  const loaded = await loadCurves(folder, run, { ...run.manifest, tasks: run.tasks })
  const lines = join === undefined ? {} : { join }
  const verdicts = runVerdicts(loaded.cells, loaded.context, { pairs: metricPairs(run.tasks), ...lines })
  const { sentencesOf } = findingsOf(verdicts)
  const points = loaded.points.filter(
    (point) => point.task === task && `score_${point.metric}` === own.primary,
  )
  for (const line of terminalReport(points, host.width, { sentencesOf })) host.out(line)
  const leading = verdicts.filter(({ curve, leads }) => curve.task === task && leads)
  const [first] = leading
  if (first === undefined)
    throw new InputError({
      message: `task "${task}" has no curve over model size`,
      file: folder,
      hint: 'that takes a discontinuous primary metric and models of known size',
    })
  const metricOf = (name: string) =>
    run.tasks.find((one) => one.name === name)?.primary.replace(/^score_/u, '')
  const progress = detailsProgress(host)
  const source = { ...loaded, task, seed, metricOf, about: progress.about, ...lines }
  for (const [condition, ofCondition] of Map.groupBy(leading, conditionText)) {
    for (const found of ofCondition.filter(({ report }) => report.x.length > 1)) {
      host.out(`── ${lineName(found.curve)}, ${condition}`)
      showSections(host, lineDetails(found, verdicts, source), progress)
    }
    const [any = first] = ofCondition
    host.out(`── all models, ${condition}`)
    showSections(host, conditionDetails(any.curve, source), progress)
  }
  for (const text of ruleLines(first.report.rule))
    for (const line of wrappedText(text, host.width)) host.out(line)
}

function conditionText({ curve }: RunVerdict): string {
  const { rendering, instruction, control, sampling, shots } = curve
  const unusual = [rendering, `instruction ${instruction}`, control, sampling].filter(
    (part) => !['raw', 'instruction off', 'gold', 'shared'].includes(part),
  )
  return [...unusual, `k=${shots}`].join(', ')
}
