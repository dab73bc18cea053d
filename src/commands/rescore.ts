import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { loadSuites } from '../config/load-suite.ts'
import { shippedItemSource } from '../datasets/item-source.ts'
import { EXIT } from '../domain/exit-code.ts'
import { InputError } from '../domain/input-error.ts'
import type { Task } from '../domain/task.ts'
import { readHeader } from '../results/read-rows.ts'
import { commitRescored, discardRescored, draftRescored } from '../results/rescore-file.ts'
import type { RowChange } from '../results/rescored-row.ts'
import { readRun, recordRescore, runPaths, type StoredRun } from '../results/run-folder.ts'
import { lockRun } from '../results/run-lock.ts'
import { writeScorers } from '../results/stored-scorers.ts'
import { storedTask } from '../results/task-json.ts'
import { rescoreTrial } from '../run/rescore-trial.ts'
import { checkScoring } from '../scorers/check-scoring.ts'
import { scorerVocabulary } from '../scorers/scorer-vocabulary.ts'
import { isCommitted } from './committed-run.ts'
import { drawRun } from './draw-run.ts'
import { findRun } from './find-run.ts'
import type { Host } from './host.ts'
import { type MatchedTask, matchTasks } from './match-tasks.ts'
import { oldValues } from './old-values.ts'
import { plannedKeys } from './planned-keys.ts'
import { rescoreLines, rescoreRecord } from './rescore-report.ts'
import { openRescoreServices } from './rescore-services.ts'
import { type ScorerLibrary, scorerLibrary } from './scorer-library.ts'
import { scoreColumns, scorerOf } from './scoring.ts'
import { scoringTally } from './scoring-tally.ts'
import { readWorkspace, type SuiteFlags } from './workspace.ts'

export interface RescoreOptions extends SuiteFlags {
  readonly config: string
  /** A run's name, or the path of its folder. */
  readonly run: string
}

/** Responses scored at once, where a metric takes its time. */
const AT_ONCE = 16

/**
 * `icl rescore`: scores the saved responses of a run again, by the task files as they are now where those ask the same,
 * else as the run stored its tasks. No model is called. Returns the exit code.
 */
export async function rescoreCommand(host: Host, options: RescoreOptions): Promise<number> {
  const folder = await findRun(host, options.config, options.run)
  if (isCommitted(folder))
    throw new InputError({
      message: 'is a committed run, in which nothing is written',
      file: folder,
      hint: 'copy the folder to another place under results, and rescore the copy',
    })
  const run = await readRun(folder)
  const paths = runPaths(folder)
  if (!existsSync(paths.trials))
    throw new InputError({ message: 'has no trials.csv yet', file: folder, hint: 'icl run makes it' })
  const { tasks, library } = await tasksHere(host, options)
  const owner = { pid: host.pid, host: host.hostName, since: new Date(host.now()).toISOString() }
  const release = await lockRun(paths.lock, { owner, isAlive: host.isAlive })
  try {
    return await rescoreLocked(host, folder, run, matchTasks(run.tasks, tasks), library)
  } finally {
    await release()
  }
}

/** The tasks of the suite that is named, else of the config's suites; none where there is no config. */
async function tasksHere(
  host: Host,
  { config, suite, data }: RescoreOptions,
): Promise<{ readonly tasks: readonly Task[]; readonly library: ScorerLibrary }> {
  if (existsSync(config)) {
    const { loaded, scorers } = await readWorkspace(host, config, { suite, data })
    return { tasks: loaded.tasks, library: scorers }
  }
  const library = scorerLibrary()
  if (suite === undefined) return { tasks: [], library }
  const loaded = await loadSuites([suite], {
    vocabulary: scorerVocabulary,
    items: shippedItemSource,
    checkTask: (task) => checkScoring(task, { custom: library.get }),
    scorers: library.load,
    env: data === undefined ? host.env : { ...host.env, DATA: resolve(data) },
  })
  return { tasks: loaded.tasks, library }
}

async function rescoreLocked(
  host: Host,
  folder: string,
  run: StoredRun,
  matched: readonly MatchedTask[],
  library: ScorerLibrary,
): Promise<number> {
  const { trials } = runPaths(folder)
  const tasks = matched.map(({ after }) => after)
  const tally = scoringTally()
  const header = await readHeader(trials)
  const columns = scoreColumns(tasks)
  const old = oldValues(header, columns)
  const counts = { beside: 0 }
  const { services, judges, close } = await openRescoreServices(host, { folder, run, tasks, library })
  try {
    await draftRescored(trials, {
      columns,
      kept: old.places,
      change: rowChange(run, tasks, scorerOf(services), counts),
      onRow: tally.count,
      concurrency: AT_ONCE,
      signal: host.aborted,
    })
  } finally {
    await close()
  }
  const needed = old.needed(matched, tally)
  const isNew = columns.some((column) => !header.includes(column))
  const rowsChange = isNew || needed.size > 0 || [...tally.tasks.values()].some(({ changed }) => changed > 0)
  const tasksChange = matched.some(
    ({ before, after }) => storedTask(before).digest !== storedTask(after).digest,
  )
  const report = { matched, tally, needed, places: old.places, header }
  // run.yaml first: whoever is stopped in between has old values under new definitions, which the next rescore finds.
  if (rowsChange || tasksChange) {
    await writeScorers(folder, tasks, library.sourceOf)
    await recordRescore(folder, tasks, rescoreRecord(host, report))
  }
  await (rowsChange ? commitRescored(trials, old.places, needed) : discardRescored(trials))
  await drawRun(host, folder)
  for (const line of rescoreLines(report, judges, counts)) host.out(line)
  return [...tally.tasks.values()].some(({ withProblems }) => withProblems > 0) ? EXIT.someFailed : EXIT.ok
}

/** What becomes of a row: only rows of the run's plan are scored again. */
function rowChange(
  { manifest, tasks: stored }: StoredRun,
  tasks: readonly Task[],
  scorers: ReturnType<typeof scorerOf>,
  counts: { beside: number },
): Parameters<typeof draftRescored>[1]['change'] {
  const planned = plannedKeys({ ...manifest, tasks: stored })
  const known = new Map(
    tasks.map((task) => [
      task.name,
      { task, columns: scoreColumns([task]), items: new Map(task.queries.map((item) => [item.id, item])) },
    ]),
  )
  return (result) => {
    const found = planned.has(result.trialKey) ? known.get(result.task) : undefined
    const item = found?.items.get(result.item)
    if (found === undefined || item === undefined) {
      counts.beside++
      return undefined
    }
    const rescored = rescoreTrial(result, item, scorers(found.task))
    const change = (made: Awaited<NonNullable<typeof rescored>>): RowChange => ({
      ...made,
      columns: found.columns,
    })
    return rescored instanceof Promise ? rescored.then(change) : rescored && change(rescored)
  }
}
