import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { chartsOf } from '../charts/charts-of.ts'
import { svgOf } from '../charts/svg.ts'
import { terminalReport } from '../charts/terminal-report.ts'
import { aggregate } from '../curves/aggregate.ts'
import { type CurveContext, curveTaskOf } from '../curves/curve-context.ts'
import { InputError } from '../domain/input-error.ts'
import type { Point } from '../domain/point.ts'
import type { Task } from '../domain/task.ts'
import { curveText } from '../results/curve-file.ts'
import { readResults } from '../results/read-results.ts'
import { draftPath } from '../results/rescore-file.ts'
import { readRun, runPaths, type StoredRun } from '../results/run-folder.ts'
import { writeAtomically } from '../results/write-atomically.ts'
import type { Plan } from '../run/plan.ts'
import { metricOf } from '../scorers/compile-scorers.ts'
import { isCommitted } from './committed-run.ts'
import { readEarlyStops } from './early-stops.ts'
import type { Host } from './host.ts'
import { plannedKeys } from './planned-keys.ts'
import { suiteScores } from './suite-scores.ts'
import { trialsText } from './trials-text.ts'

/**
 * Makes a run's curve.csv and charts from its folder alone, and shows table and curves in the terminal. A committed
 * run is only shown.
 *
 * @throws InputError when the folder is no run, or has no trials
 */
export async function drawRun(host: Host, folder: string): Promise<void> {
  const paths = runPaths(folder)
  const run = await readRun(folder)
  if (!existsSync(paths.trials))
    throw new InputError({ message: 'has no trials.csv yet', file: folder, hint: 'icl run makes it' })
  const counts = { superseded: 0 }
  const plan: Plan = { ...run.manifest, tasks: run.tasks }
  const planned = plannedKeys(plan)
  const results = (into = { superseded: 0 }) => readResults(paths.trials, planned, into, { texts: false })
  const rule = run.manifest.stop_when
  const stops = rule && (await readEarlyStops(plan, { ciWidth: rule.ci_width }, results()))
  const rows = results(counts)
  const made = await aggregate(stops?.kept(rows) ?? rows, contextOf(run))
  const taskPoints = stops === undefined ? made : made.map(stops.marked)
  const suites = suiteScores(run.tasks, taskPoints)
  const points = [...taskPoints, ...suites.points]
  const committed = isCommitted(folder)
  const charts = committed ? [] : await writeAll(paths, points)

  const primary = new Map(run.tasks.map((task) => [task.name, task.primary.replace(/^score_/, '')]))
  const shown = taskPoints.filter((point) => primary.get(point.task) === point.metric)
  const classes = taskPoints.filter(isOfOneClass(run.tasks))
  for (const line of terminalReport([...shown, ...suites.points], host.width, classes)) host.out(line)
  for (const line of suites.lines) host.out(line)
  for (const line of stops?.lines() ?? []) host.out(line)
  if (counts.superseded > 0)
    host.out(`${trialsText(counts.superseded)} in trials.csv are not of the current plan and are left out`)
  if (existsSync(draftPath(paths.trials)))
    host.out(`a rescore of this run was interrupted: icl rescore ${relative('', folder)} does it again`)
  if (committed) host.out(`${folder} is a committed run: shown, and not written again`)
  else
    host.out(
      `wrote ${relative('', paths.curve)} and ${charts.length} charts in ${relative('', paths.charts)}`,
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

function contextOf({ manifest, tasks }: StoredRun): CurveContext {
  const simulated = new Set(manifest.simulated_providers)
  return {
    tasks: tasks.map((task) => curveTaskOf(task, (spec) => metricOf(task, spec))),
    models: Object.fromEntries(
      manifest.models.map(({ model }) => [
        model.name,
        {
          source: simulated.has(model.provider) ? 'simulated' : 'run',
          trainingTokens: model.trainingTokens,
          trainingFlops: model.trainingFlops,
        },
      ]),
    ),
  }
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
