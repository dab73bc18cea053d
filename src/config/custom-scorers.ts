import { dirname, resolve } from 'node:path'
import type { ScorerFile } from '../domain/custom-scorer.ts'
import { InputError } from '../domain/input-error.ts'
import type { CollectedProblems } from './collected-problems.ts'
import type { ScorerSource } from './scorer-source.ts'
import type { TaskSettings } from './task-settings.ts'
import type { YamlDocument } from './yaml-document.ts'

/** The scorer files of a task's custom metrics, by their places in its list of metrics. What cannot be loaded is a problem. */
export async function customScorers(
  settings: TaskSettings,
  document: YamlDocument,
  load: ScorerSource | undefined,
  problems: CollectedProblems,
): Promise<ReadonlyMap<number, ScorerFile>> {
  const scorers = new Map<number, ScorerFile>()
  const written = settings.get('metrics')
  for (const [index, entry] of (written?.value ?? []).entries()) {
    if (typeof entry === 'string' || entry.metric !== 'custom' || !('file' in entry)) continue
    const { file, judge } = entry
    const place = document.placeOf([...(written?.path ?? []), index, 'file'])
    await problems.during(async () => {
      if (load === undefined) throw new InputError({ ...place, message: 'scorer files are not loaded here' })
      const { scorer, digest } = await load(resolve(dirname(document.file), file)).catch((error: unknown) => {
        throw error instanceof InputError
          ? new InputError({ ...place, message: `${file}: ${error.problems[0].message}` })
          : error
      })
      scorers.set(index, { file, digest, kind: scorer.kind, ...(judge === undefined ? {} : { judge }) })
    })
  }
  return scorers
}
