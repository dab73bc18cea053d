import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import type { ScorerFile } from '../domain/custom-scorer.ts'
import type { Task } from '../domain/task.ts'
import { writeAtomically } from './write-atomically.ts'

/** Where a run folder keeps the text of a custom scorer: by name and content, so that none overwrites another. */
export function storedScorerPath(folder: string, name: string, { file, digest }: ScorerFile): string {
  return join(folder, 'scorers', `${name}.${digest}${extname(file)}`)
}

/** The custom metrics of tasks: name and file. */
export function scorersOf(tasks: readonly Task[]): { readonly name: string; readonly file: ScorerFile }[] {
  return tasks.flatMap(({ metrics }) =>
    metrics.flatMap(({ name, metric, scorer }) =>
      scorer === undefined ? [] : [{ name: name ?? metric, file: scorer }],
    ),
  )
}

/** Keeps the text of every custom scorer of the tasks in a run's folder, for the record and for a later rescore. */
export async function writeScorers(
  folder: string,
  tasks: readonly Task[],
  sourceOf: (file: ScorerFile) => string | undefined,
): Promise<void> {
  for (const { name, file } of scorersOf(tasks)) {
    const path = storedScorerPath(folder, name, file)
    const source = sourceOf(file)
    if (source === undefined || existsSync(path)) continue
    await mkdir(dirname(path), { recursive: true })
    await writeAtomically(path, [source])
  }
}
