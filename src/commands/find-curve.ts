import { existsSync } from 'node:fs'
import { runPaths } from '../results/run-folder.ts'
import { findRun } from './find-run.ts'
import type { Host } from './host.ts'

/** The curve.csv of a run named on the command line, of a folder that holds one, or the file itself. */
export async function findCurve(host: Host, configFile: string, run: string): Promise<string> {
  if (run.endsWith('.csv')) return run
  if (existsSync(runPaths(run).curve)) return runPaths(run).curve
  return runPaths(await findRun(host, configFile, run)).curve
}
