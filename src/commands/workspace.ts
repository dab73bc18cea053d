import { dirname, join, resolve } from 'node:path'
import { checkRuns } from '../config/check-runs.ts'
import { findTaskFiles } from '../config/find-task-files.ts'
import type { HarnessConfig } from '../config/harness-config.ts'
import { readConfig } from '../config/load-config.ts'
import { type LoadedSuite, type LoadedSuites, loadSuites } from '../config/load-suite.ts'
import { shippedItemSource } from '../datasets/item-source.ts'
import { InputError } from '../domain/input-error.ts'
import { checkScoring } from '../scorers/check-scoring.ts'
import { scorerVocabulary } from '../scorers/scorer-vocabulary.ts'
import { checkJudges } from './check-judges.ts'
import type { Host } from './host.ts'
import { type ScorerLibrary, scorerLibrary } from './scorer-library.ts'

export const DEFAULT_CONFIG = 'harness.config.yaml'

/** A checked config and the suites it names. */
export interface Workspace {
  readonly config: HarnessConfig
  /** Folder of the config file: what its paths are relative to. */
  readonly folder: string
  readonly loaded: LoadedSuites
  /** The scorer files that its tasks name. */
  readonly scorers: ScorerLibrary
  /** The only suite there is, where one was named in place of the config's. */
  readonly suite?: LoadedSuite | undefined
}

/** Where tasks come from, in place of the suites that the config names. */
export interface SuiteFlags {
  /** A suite file, relative to the working folder. */
  readonly suite?: string | undefined
  /** A data file, relative to the working folder: `${DATA}` in the paths of suites. */
  readonly data?: string | undefined
}

/** Reads the config and everything it names, or the suite that is named in place of it. @throws InputError */
export async function readWorkspace(
  { env }: Pick<Host, 'env'>,
  configFile: string,
  { suite, data }: SuiteFlags = {},
): Promise<Workspace> {
  const config = await readConfig(configFile, env)
  const scorers = scorerLibrary()
  const loaded = await loadSuites(suite === undefined ? await findTaskFiles(config) : [suite], {
    vocabulary: scorerVocabulary,
    items: shippedItemSource,
    checkTask: (task) => checkScoring(task, { custom: scorers.get }),
    scorers: scorers.load,
    env: data === undefined ? env : { ...env, DATA: resolve(data) },
  })
  if (data !== undefined && !loaded.variables.has('DATA'))
    throw new InputError({
      message: `--data ${data}: no task names \${DATA}`,
      hint: `write items: {file: "\${DATA}"} in a suite, or leave --data away`,
    })
  // The runs of the config are about its own suites.
  if (suite === undefined) await checkRuns(config, loaded)
  checkJudges(config, loaded)
  return {
    config,
    folder: dirname(configFile),
    loaded,
    scorers,
    suite: suite === undefined ? undefined : loaded.suites[0],
  }
}

/** The folder of a run, by its name. */
export function runFolder(config: HarnessConfig, name: string): string {
  return join(dirname(config.file), config.results, name)
}
