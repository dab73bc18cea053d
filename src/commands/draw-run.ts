import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { chartsOf } from '../charts/charts-of.ts'
import { ruleLines } from '../charts/findings/rule-lines.ts'
import { svgOf } from '../charts/svg.ts'
import { terminalReport } from '../charts/terminal-report.ts'
import { wrappedText } from '../charts/wrapped-text.ts'
import type { LineOptions } from '../curves/item-matrices.ts'
import { RULE_2 } from '../curves/verdict/rule.ts'
import type { Point } from '../domain/point.ts'
import type { Task } from '../domain/task.ts'
import { curveText } from '../results/curve-file.ts'
import { draftPath } from '../results/rescore-file.ts'
import { readRun, runPaths } from '../results/run-folder.ts'
import { writeVerdicts } from '../results/verdict-file.ts'
import { writeAtomically } from '../results/write-atomically.ts'
import type { Plan } from '../run/plan.ts'
import { analyseRun } from './analyse-run.ts'
import { isCommitted } from './committed-run.ts'
import type { Host } from './host.ts'
import { modelStandings } from './model-standings.ts'
import { trialsText } from './trials-text.ts'
import { verdictTests } from './verdict-tests.ts'
import { reportMaker } from './write-report.ts'

/**
 * Makes a run's curve.csv, verdicts.csv and charts from its folder alone, and shows tables, curves and findings in the
 * terminal. A committed run is only shown.
 * @param options.join what may differ within a line of models that a verdict is about
 * @param options.reportOnly write this file, the report, and nothing else
 *
 * @throws InputError when the folder is no run, or has no trials
 */
export async function drawRun(
  host: Host,
  folder: string,
  options: { readonly reportOnly?: string | undefined; readonly join?: LineOptions['join'] } = {},
): Promise<void> {
  const paths = runPaths(folder)
  const run = await readRun(folder)
  const plan: Plan = { ...run.manifest, tasks: run.tasks }
  const report = reportMaker(folder, run, plan)
  const { join } = options
  const { loaded, suites, points, verdicts, findings } = await analyseRun(folder, run, {
    watch: report.seen,
    ...(join === undefined ? {} : { join }),
  })
  const { points: taskPoints, cells, context, stopLines } = loaded
  const committed = isCommitted(folder)
  const remarks = [...suites.lines, ...stopLines]
  const primary = new Map(run.tasks.map((task) => [task.name, task.primary]))
  const writeReport = (file: string) =>
    report.write(file, {
      ...{ points, verdicts: findings.rows, remarks },
      tests: verdictTests(verdicts, findings.rows),
      rules: ruleLines(verdicts[0]?.report.rule ?? RULE_2),
      standings: modelStandings({
        ...{ cells, context, seed: run.manifest.seed },
        primaryOf: (task) => primary.get(task),
      }),
    })
  if (options.reportOnly !== undefined) return writeReport(options.reportOnly)
  const charts = committed ? [] : await writeAll(paths, points)
  if (!committed) {
    await writeVerdicts(paths.verdicts, findings.rows)
    await writeReport(paths.report)
  }

  const shown = taskPoints.filter(({ task, metric }) => primary.get(task) === `score_${metric}`)
  const classes = taskPoints.filter(isOfOneClass(run.tasks))
  const say = (text: string) => {
    for (const line of wrappedText(text, host.width)) host.out(line)
  }
  if (findings.opening !== undefined) {
    say(findings.opening)
    host.out('')
  }
  const { sentencesOf } = findings
  for (const line of terminalReport([...shown, ...suites.points], host.width, {
    details: classes,
    sentencesOf,
  }))
    host.out(line)
  for (const line of findings.closing) say(line)
  for (const line of suites.lines) host.out(line)
  for (const line of stopLines) host.out(line)
  if (loaded.superseded > 0)
    host.out(`${trialsText(loaded.superseded)} in trials.csv are not of the current plan and are left out`)
  if (existsSync(draftPath(paths.trials)))
    host.out(`a rescore of this run was interrupted: icl rescore ${relative('', folder)} does it again`)
  if (committed) host.out(`${folder} is a committed run: shown, and not written again`)
  else
    host.out(
      `wrote ${relative('', paths.curve)}, ${relative('', paths.verdicts)}, ${charts.length} charts in ${relative('', paths.charts)} and ${relative('', paths.report)}`,
    )
}

/** Tells the points of `recall`, which are read together: a class apiece. */
function isOfOneClass(tasks: readonly Task[]): (point: Point) => boolean {
  const metrics = new Set(
    tasks.flatMap(({ name, metrics, primary }) =>
      metrics.flatMap(({ metric, column }) =>
        metric === 'recall' && column !== primary ? [`${name} ${column}`] : [],
      ),
    ),
  )
  return ({ task, metric }) => metrics.has(`${task} score_${metric}`)
}

async function writeAll(paths: ReturnType<typeof runPaths>, points: readonly Point[]): Promise<string[]> {
  await writeAtomically(paths.curve, [curveText(points)])
  await mkdir(paths.charts, { recursive: true })
  const charts = chartsOf(points)
  const names = charts.map(({ file }) => file)
  for (const { file, spec } of charts) await writeAtomically(join(paths.charts, file), [await svgOf(spec)])
  // A chart of a task that is no longer in the plan would tell of another run.
  for (const file of await readdir(paths.charts))
    if (file.endsWith('.svg') && !names.includes(file)) await rm(join(paths.charts, file))
  return names
}
