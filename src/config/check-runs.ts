import { checkShots } from './check-shots.ts'
import { CollectedProblems } from './collected-problems.ts'
import type { HarnessConfig } from './harness-config.ts'
import type { LoadedSuites } from './load-suite.ts'
import { placeOfSetting } from './place-of-setting.ts'
import { settingsOfTask } from './run-settings.ts'
import { selectReadTasks } from './select-tasks.ts'

/** Checks every run of a config against the suites: its task names, and enough demonstrations. @throws InputError */
export async function checkRuns(config: HarnessConfig, loaded: LoadedSuites): Promise<void> {
  const problems = new CollectedProblems()
  for (const [name, run] of config.runs)
    await problems.during(() => {
      const placeOf = (index: number) => placeOfSetting(config, name, ['tasks', index])
      checkShots(
        selectReadTasks(loaded.suites, run.tasks, placeOf),
        (task) => settingsOfTask(run, task).shots,
        loaded.placeOf,
      )
      for (const task of run.perTask.keys())
        selectReadTasks(loaded.suites, [task], () => placeOfSetting(config, name, ['per_task', task]))
    })
  problems.throwAny()
}
