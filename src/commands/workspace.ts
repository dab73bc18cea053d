import { dirname, join } from 'node:path'
import { checkRuns } from '../config/check-runs.ts'
import { findTaskFiles } from '../config/find-task-files.ts'
import type { HarnessConfig } from '../config/harness-config.ts'
import { readConfig } from '../config/load-config.ts'
import { type LoadedSuites, loadSuites } from '../config/load-suite.ts'
import { shippedItemSource } from '../datasets/item-source.ts'
import { compileScorers } from '../scorers/compile-scorers.ts'
import { scorerVocabulary } from '../scorers/scorer-vocabulary.ts'
import type { Host } from './host.ts'

export const DEFAULT_CONFIG = 'harness.config.yaml'

/** A checked config and the suites it names. */
export interface Workspace {
  readonly config: HarnessConfig
  /** Folder of the config file: what its paths are relative to. */
  readonly folder: string
  readonly loaded: LoadedSuites
}

/** Reads the config and everything it names. @throws InputError with every problem found */
export async function readWorkspace({ env }: Pick<Host, 'env'>, configFile: string): Promise<Workspace> {
  const config = await readConfig(configFile, env)
  const loaded = await loadSuites(await findTaskFiles(config), {
    vocabulary: scorerVocabulary,
    items: shippedItemSource,
    checkTask: (task) => void compileScorers(task),
  })
  await checkRuns(config, loaded)
  return { config, folder: dirname(configFile), loaded }
}

/** The folder of a run, by its name. */
export function runFolder(config: HarnessConfig, name: string): string {
  return join(dirname(config.file), config.results, name)
}
