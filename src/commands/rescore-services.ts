import type { ScoringServices } from '../domain/metric.ts'
import type { Task } from '../domain/task.ts'
import { readJudgements } from '../results/judgements.ts'
import { runPaths, type StoredRun } from '../results/run-folder.ts'
import { openCodeSandbox } from './code-sandbox.ts'
import type { Host } from './host.ts'
import { type Judges, keptJudges } from './judges.ts'
import { loadStoredScorers } from './load-stored-scorers.ts'
import type { ScorerLibrary } from './scorer-library.ts'

/** What metrics call on where no model may be called. */
export interface RescoreServices {
  readonly services: ScoringServices
  /** They know what stands on file, and ask no one. */
  readonly judges: Judges
  close(): Promise<void>
}

/**
 * Opens what the tasks' metrics need: their scorer files, a run's judgements, and a sandbox where one runs code.
 *
 * @throws InputError where a scorer cannot be run, or the machine has no sandbox that holds
 */
export async function openRescoreServices(
  host: Host,
  {
    folder,
    run,
    tasks,
    library,
  }: {
    readonly folder: string
    readonly run: StoredRun
    readonly tasks: readonly Task[]
    readonly library: ScorerLibrary
  },
): Promise<RescoreServices> {
  await loadStoredScorers(host, folder, tasks, library)
  const sandbox = await openCodeSandbox(host, tasks)
  const onFile = await readJudgements(runPaths(folder).judgements)
  const judges = keptJudges(run.manifest.judges ?? [], onFile)
  return {
    services: { custom: library.get, judge: judges.of, code: sandbox?.runner },
    judges,
    close: async () => {
      onFile.close()
      await sandbox?.close()
    },
  }
}
