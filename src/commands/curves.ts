import { existsSync } from 'node:fs'
import { EXIT } from '../domain/exit-code.ts'
import { runPaths } from '../results/run-folder.ts'
import { drawRun } from './draw-run.ts'
import type { Host } from './host.ts'
import { DEFAULT_CONFIG, runFolder } from './workspace.ts'

export interface CurvesOptions {
  readonly config: string
  /** A run's name, or the path of its folder. */
  readonly run: string
}

/** `icl curves`: makes curve.csv and the charts again from a run's folder alone. Returns the exit code. */
export async function curvesCommand(host: Host, { config, run }: CurvesOptions): Promise<number> {
  await drawRun(host, await folderOf(host, config, run))
  return EXIT.ok
}

/** A folder is taken as it is; a name is looked up beside the config, which need not even be there. */
async function folderOf(host: Host, configFile: string, run: string): Promise<string> {
  if (existsSync(runPaths(run).manifest)) return run
  if (configFile === DEFAULT_CONFIG && !existsSync(configFile)) return run
  const { readConfig } = await import('../config/load-config.ts')
  return runFolder(await readConfig(configFile, host.env), run)
}
