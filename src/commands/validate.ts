import { EXIT } from '../domain/exit-code.ts'
import type { Host } from './host.ts'
import { readWorkspace, type SuiteFlags } from './workspace.ts'

export interface ValidateOptions extends SuiteFlags {
  readonly config: string
}

/** `icl validate`: checks the config and every suite it names; prints what it found. Returns the exit code. */
export async function validateCommand(host: Host, options: ValidateOptions): Promise<number> {
  const { config, loaded } = await readWorkspace(host, options.config, options)
  host.out(
    `${options.config}: ${config.models.length} models, ${config.providers.size} providers, ${config.runs.size} runs`,
  )
  for (const suite of loaded.suites) {
    host.out(`suite ${suite.name}: ${suite.tasks.length} tasks`)
    for (const { problem } of suite.waiting ?? []) host.note(`${problem.message}; needed when it is used`)
    for (const task of suite.tasks)
      host.out(
        `  ${task.name}: ${task.queries.length} queries, ${task.pool.length} demonstrations, judged by ${task.primary.replace('score_', '')}`,
      )
  }
  for (const { variable, owner } of config.missingVariables)
    host.note(
      `the environment variable ${variable} is not set; the ${owner.kind} "${owner.name}" needs it when it is used`,
    )
  host.out('valid')
  return EXIT.ok
}
