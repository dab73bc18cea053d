import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { InputError } from '../domain/input-error.ts'
import type { Task } from '../domain/task.ts'
import { scorersOf, storedScorerPath } from '../results/stored-scorers.ts'
import type { Host } from './host.ts'
import type { ScorerLibrary } from './scorer-library.ts'

/**
 * Loads the custom scorers of a run's tasks that no task file here has any more, from the run's own copies.
 *
 * @throws InputError where a copy is missing, was changed or cannot be run
 */
export async function loadStoredScorers(
  host: Pick<Host, 'note'>,
  folder: string,
  tasks: readonly Task[],
  library: ScorerLibrary,
): Promise<void> {
  for (const { name, file } of scorersOf(tasks)) {
    if (library.get(file) !== undefined) continue
    const path = storedScorerPath(folder, name, file)
    if (!existsSync(path))
      throw new InputError({
        message: `the scorer of the metric "${name}" is neither in a task file here nor in the run folder`,
        file: path,
        hint: `name the suite that has it with --suite; it was ${file.file}`,
      })
    host.note(`the scorer ${file.file} is run from the copy in the run folder, ${relative('', path)}`)
    const { digest } = await library.load(path).catch((error: unknown) => {
      if (!(error instanceof InputError)) throw error
      const [problem] = error.problems
      throw new InputError({
        ...problem,
        hint: 'what a scorer imports from its own folder is not copied; name the suite that has it with --suite',
      })
    })
    if (digest !== file.digest)
      throw new InputError({ message: 'was changed after the run wrote it', file: path })
  }
}
