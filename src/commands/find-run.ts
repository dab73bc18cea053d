import { existsSync } from 'node:fs'
import { importManifestPath } from '../results/imported-folder.ts'
import { runPaths } from '../results/run-folder.ts'
import type { Host } from './host.ts'
import { DEFAULT_CONFIG, runFolder } from './workspace.ts'

/**
 * The folder of a run named on the command line. A folder is taken as it is; a name is looked up beside the config,
 * which need not even be there.
 */
export async function findRun(host: Host, configFile: string, run: string): Promise<string> {
  if (existsSync(runPaths(run).manifest) || existsSync(importManifestPath(run))) return run
  if (configFile === DEFAULT_CONFIG && !existsSync(configFile)) return run
  const { readConfig } = await import('../config/load-config.ts')
  return runFolder(await readConfig(configFile, host.env), run)
}
