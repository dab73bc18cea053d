import { type RunSettings, runSettings } from '../config/run-settings.ts'
import { InputError } from '../domain/input-error.ts'
import type { Workspace } from './workspace.ts'

/**
 * The run of a suite that is named in place of the config's: called as asked, or as the suite is, with the suite's
 * own settings over the config's defaults.
 *
 * @throws InputError where the name is that of a run of the config, whose tasks are others
 */
export function suiteRun(
  { config, suite }: Workspace,
  asked: string | undefined,
): { name: string; settings: RunSettings } | undefined {
  if (suite === undefined) return undefined
  const name = asked ?? suite.name
  if (config.runs.has(name))
    throw new InputError({
      message: `the run "${name}" of ${config.file} is about its own suites, and --suite names another`,
      hint: 'give this one a name of its own: --run NAME',
    })
  const { tasks: _tasks, ...defaults } = config.defaults
  return { name, settings: runSettings(suite.run ?? {}, { ...defaults, perTask: new Map() }) }
}
