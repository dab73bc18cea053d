import { CODE_LANGUAGES, type CodeLanguage, type CodeRunner } from '../domain/code-runner.ts'
import { InputError } from '../domain/input-error.ts'
import type { Task } from '../domain/task.ts'
import { scorerVocabulary } from '../scorers/scorer-vocabulary.ts'
import type { Host } from './host.ts'

/** An open sandbox, ready for the languages of some tasks. */
export interface CodeSandbox {
  readonly runner: CodeRunner
  /** What keeps programs in on this machine, for run.yaml. */
  readonly layers: readonly { readonly name: string; readonly active: boolean; readonly detail: string }[]
  close(): Promise<void>
}

/** Programs that are tested side by side at most: each takes two processes. */
const MOST_LANES = 2

/**
 * Opens a sandbox where a task runs code, has it prove for each language that nothing gets out, and says which layers
 * hold; undefined where no task runs any.
 *
 * @throws InputError where the machine has no sandbox that holds
 */
export async function openCodeSandbox(host: Host, tasks: readonly Task[]): Promise<CodeSandbox | undefined> {
  const languages = languagesOf(tasks)
  if (languages.length === 0) return undefined
  const { openSandbox } = await import('../sandbox/open-sandbox.ts')
  const { layerLine } = await import('../sandbox/sandbox.ts')
  const sandbox = await openSandbox({
    nodePath: host.nodePath,
    temporaryFolder: host.temporaryFolder,
    pid: host.pid,
    lanes: Math.max(1, Math.min(host.cores, MOST_LANES)),
  })
  try {
    for (const language of languages) await sandbox.ready(language)
  } catch (error) {
    await sandbox.close()
    throw notHere(error)
  }
  host.note(`code is run in a sandbox (${languages.join(', ')}):`)
  for (const layer of sandbox.layers) host.note(`  ${layerLine(layer)}`)
  return { runner: sandbox, layers: sandbox.layers, close: () => sandbox.close() }
}

/** Processes that do not even start, on a system that is unlike others, are no fault in the code. */
function notHere(error: unknown): InputError {
  if (error instanceof InputError) return error
  return new InputError({
    message: `the sandbox for code cannot be started on this machine: ${(error as Error).message}`,
    hint: 'leave the tasks out that run code',
  })
}

/** The languages that the tasks' metrics run. */
function languagesOf(tasks: readonly Task[]): readonly CodeLanguage[] {
  const named = tasks.flatMap(({ metrics }) =>
    metrics
      .filter(({ metric }) => scorerVocabulary.metrics[metric]?.needs === 'code')
      .map(({ options }) => options.language),
  )
  return CODE_LANGUAGES.filter((language) => named.includes(language))
}
