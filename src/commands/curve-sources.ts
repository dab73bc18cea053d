import { existsSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { InputError } from '../domain/input-error.ts'
import type { Point } from '../domain/point.ts'
import { readCurve } from '../results/read-curve.ts'
import { readRun, runPaths } from '../results/run-folder.ts'
import { findCurve } from './find-curve.ts'
import type { Host } from './host.ts'

/** One curve.csv of those that a figure is drawn from. */
export interface CurveSource {
  /** What people call it: its folder's name, or as much of the path as tells it from the others. */
  readonly name: string
  readonly file: string
  readonly points: readonly Point[]
  /** The primary metric of each task; where no run stands beside the file, the task's first metric. */
  readonly primaries: ReadonlyMap<string, string>
}

/**
 * Reads the curve.csv of each run, folder or file named.
 *
 * @throws InputError for one that is not there, and for one that is named twice
 */
export async function readCurveSources(
  host: Host,
  config: string,
  runs: readonly string[],
): Promise<readonly CurveSource[]> {
  const files: string[] = []
  for (const run of runs) files.push(await findCurve(host, config, run))
  const paths = files.map((file) => resolve(file))
  const twice = paths.findIndex((path, index) => paths.indexOf(path) < index)
  if (twice !== -1)
    throw new InputError({ message: `${runs[twice]} is named twice`, file: files[twice] ?? '' })
  const names = paths.map(nameOf)
  return Promise.all(
    files.map(async (file, index) => {
      const points = await readCurve(file)
      const own = names[index] ?? ''
      const isShared = names.filter((name) => name === own).length > 1
      const name = isShared ? (runs[index] ?? own) : own
      return { name, file, points, primaries: await primariesBeside(file, points) }
    }),
  )
}

/** The folder of `curve.csv`, and a file of another name without its ending. */
function nameOf(file: string): string {
  return basename(file) === 'curve.csv' ? basename(dirname(file)) : basename(file, '.csv')
}

async function primariesBeside(file: string, points: readonly Point[]): Promise<ReadonlyMap<string, string>> {
  const firsts = new Map(points.toReversed().map(({ task, metric }) => [task, metric]))
  const folder = dirname(file)
  if (!existsSync(runPaths(folder).manifest)) return firsts
  const { tasks } = await readRun(folder)
  for (const { name, primary } of tasks) firsts.set(name, primary.replace(/^score_/u, ''))
  return firsts
}
