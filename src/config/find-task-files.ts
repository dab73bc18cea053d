import { glob } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Problem } from '../domain/input-error.ts'
import type { HarnessConfig } from './harness-config.ts'
import { throwProblems } from './throw-problems.ts'

/**
 * The suite files that a config names, as paths beside the config file: in the order of its globs, by name
 * within one, each once.
 *
 * @throws InputError for each glob that matches no file.
 */
export async function findTaskFiles(config: HarnessConfig): Promise<readonly string[]> {
  const folder = dirname(config.file)
  const found = new Set<string>()
  const problems: Problem[] = []
  for (const [index, pattern] of config.taskGlobs.entries()) {
    const matches: string[] = []
    for await (const match of glob(pattern, { cwd: folder })) matches.push(match)
    if (matches.length === 0)
      problems.push({
        ...config.placeOf(['tasks', index]),
        message: `tasks: no file matches "${pattern}" in ${folder === '.' ? 'the folder of the config' : folder}`,
      })
    for (const match of matches.sort()) found.add(join(folder, match))
  }
  throwProblems(problems)
  return [...found]
}
