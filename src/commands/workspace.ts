import { dirname, join, resolve } from 'node:path'
import { checkRuns } from '../config/check-runs.ts'
import { findTaskFiles } from '../config/find-task-files.ts'
import type { HarnessConfig } from '../config/harness-config.ts'
import { readConfig } from '../config/load-config.ts'
import { type LoadedSuite, type LoadedSuites, loadSuites, type SuiteSource } from '../config/load-suite.ts'
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
  /** A suite file, relative to the working folder, or a suite from code. */
  readonly suite?: SuiteSource | undefined
  /** A data file, relative to the working folder: `${DATA}` in the paths of suites. */
  readonly data?: string | undefined
}

/** A config from code, with the suites that it has beside those of files. */
export interface ConfigInCode {
  readonly config: HarnessConfig
  readonly suites: readonly SuiteSource[]
}

/**
 * Reads the config and everything it names, or the suite that is named in place of it.
 *
 * @param source a config file, or a config from code
 * @throws InputError
 */
export async function readWorkspace(
  { env }: Pick<Host, 'env'>,
  source: string | ConfigInCode,
  { suite, data }: SuiteFlags = {},
): Promise<Workspace> {
  const { config, suites: inCode } =
    typeof source === 'string' ? { config: await readConfig(source, env), suites: [] } : source
  const scorers = scorerLibrary()
  const sources = suite === undefined ? [...(await findTaskFiles(config)), ...inCode] : [suite]
  const loaded = await loadSuites(sources, {
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
    folder: dirname(config.file),
    loaded,
    scorers,
    suite: suite === undefined ? undefined : loaded.suites[0],
  }
}

/** The folder of a run, by its name. */
export function runFolder(config: HarnessConfig, name: string): string {
  return join(dirname(config.file), config.results, name)
}
