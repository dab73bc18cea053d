import { existsSync } from 'node:fs'
import { access, constants, mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { InputError } from '../domain/input-error.ts'
import type { Task } from '../domain/task.ts'
import { manifestText, parseManifest, type RunManifest, type StoredRescore } from './run-manifest.ts'
import { storedTask } from './task-json.ts'
import { writeAtomically } from './write-atomically.ts'

/** Where the parts of a run stand in its folder. */
export function runPaths(folder: string) {
  return {
    folder,
    manifest: join(folder, 'run.yaml'),
    trials: join(folder, 'trials.csv'),
    judgements: join(folder, 'judgements.csv'),
    curve: join(folder, 'curve.csv'),
    verdicts: join(folder, 'verdicts.csv'),
    charts: join(folder, 'charts'),
    report: join(folder, 'report.html'),
    lock: join(folder, 'run.lock'),
  }
}

/** A run as its folder tells it. */
export interface StoredRun {
  readonly manifest: RunManifest
  readonly tasks: readonly Task[]
}

/** Makes a run's folder. @throws InputError when it cannot be written */
export async function makeRunFolder(folder: string): Promise<void> {
  try {
    await mkdir(join(folder, 'tasks'), { recursive: true })
    await access(folder, constants.W_OK)
  } catch (error) {
    throw explained(error, folder)
  }
}

/**
 * Writes run.yaml and the tasks it names into the run's folder. A folder of another schema version is refused before anything is written.
 *
 * @throws InputError when the folder cannot be written or holds something else
 */
export async function writeRun(
  folder: string,
  manifest: Omit<RunManifest, 'tasks'>,
  tasks: readonly Task[],
): Promise<void> {
  const paths = runPaths(folder)
  try {
    const before = existsSync(paths.manifest) ? await readManifest(folder) : undefined
    const stored = tasks.map(storedTask)
    await writeTasks(folder, tasks)
    await writeAtomically(paths.manifest, [
      manifestText({
        ...manifest,
        tasks: stored,
        rescored: before?.rescored,
        probes: keptOf(before?.probes, manifest, before),
        placements: keptOf(before?.placements, manifest, before),
        estimates: keptEstimates(manifest, stored, before),
        sandbox: before?.sandbox,
      }),
    ])
  } catch (error) {
    throw explained(error, folder)
  }
}

async function writeTasks(folder: string, tasks: readonly Task[]): Promise<void> {
  for (const task of tasks) {
    const path = join(folder, storedTask(task).file)
    if (!existsSync(path)) await writeAtomically(path, [`${JSON.stringify(task, null, 1)}\n`])
  }
}

/**
 * Notes a rescore in run.yaml, with the tasks as they are scored now; what else it says stays. Tasks that stood before
 * stay in the folder.
 *
 * @throws InputError when the folder cannot be written
 */
export async function recordRescore(
  folder: string,
  tasks: readonly Task[],
  rescore: StoredRescore,
): Promise<void> {
  try {
    const manifest = await readManifest(folder)
    await writeTasks(folder, tasks)
    const rescored = [...(manifest.rescored ?? []), rescore]
    await writeAtomically(runPaths(folder).manifest, [
      manifestText({ ...manifest, tasks: tasks.map(storedTask), rescored }),
    ])
  } catch (error) {
    throw explained(error, folder)
  }
}

/** @throws InputError when the folder is not a run of this version, or a part of it is missing */
export async function readRun(folder: string): Promise<StoredRun> {
  const manifest = await readManifest(folder)
  const tasks = await Promise.all(
    manifest.tasks.map(async (stored) => {
      const path = join(folder, stored.file)
      const text = await readFile(path, 'utf8').catch((error) => {
        throw new InputError({ message: `cannot be read: ${(error as Error).message}`, file: path })
      })
      const task = JSON.parse(text) as Task
      if (storedTask(task).digest === stored.digest) return task
      throw new InputError({
        message: 'was changed after the run wrote it',
        file: path,
        hint: 'run the task again',
      })
    }),
  )
  return { manifest, tasks }
}

/** What an earlier start learned of models that are still the same; `undefined` where there is nothing. */
function keptOf<T>(
  learned: { readonly [model: string]: T } | undefined,
  { models }: Pick<RunManifest, 'models'>,
  before: RunManifest | undefined,
): { readonly [model: string]: T } | undefined {
  const identityIn = (list: RunManifest['models'], name: string): string | undefined => {
    const identity = list.find(({ model }) => model.name === name)?.identity
    return identity && `${identity.digest} ${identity.engine}`
  }
  const kept = Object.entries(learned ?? {}).filter(
    ([name]) => identityIn(models, name) === identityIn(before?.models ?? [], name),
  )
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}

/** Estimates of an earlier start that are of the very same plan. */
function keptEstimates(
  manifest: Omit<RunManifest, 'tasks'>,
  tasks: RunManifest['tasks'],
  before: RunManifest | undefined,
): RunManifest['estimates'] {
  const planOf = ({
    seed,
    shots,
    draws,
    repeats,
    renderings,
    instructions,
    controls,
    sampling,
  }: typeof manifest) =>
    JSON.stringify({ seed, shots, draws, repeats, renderings, instructions, controls, sampling })
  if (before === undefined || planOf(manifest) !== planOf(before)) return undefined
  return JSON.stringify(tasks) === JSON.stringify(before.tasks) ? before.estimates : undefined
}

/** run.yaml of a folder. @throws InputError when there is none of this version */
export async function readManifest(folder: string): Promise<RunManifest> {
  const { manifest } = runPaths(folder)
  const text = await readFile(manifest, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT')
      throw new InputError({ message: 'is not a run folder: it has no run.yaml', file: folder })
    throw error
  })
  return parseManifest(text, manifest)
}

function explained(error: unknown, folder: string): unknown {
  const { code, path } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM' || code === 'ENOTDIR' || code === 'EEXIST')
    return new InputError({
      message: `the results folder cannot be written (${code})`,
      file: path ?? dirname(folder),
    })
  if (code === 'ENOSPC') return new InputError({ message: 'the disk is full', file: path ?? folder })
  return error
}
