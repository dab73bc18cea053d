import type { HarnessConfig } from '../config/harness-config.ts'
import type { LoadedSuites } from '../config/load-suite.ts'
import { InputError, unknownName } from '../domain/input-error.ts'
import { judgesOf } from '../scorers/judge-of.ts'

/** Checks that every judge of a task is a model of the config. @throws InputError naming each that is not */
export function checkJudges(config: HarnessConfig, loaded: LoadedSuites): void {
  const names = config.models.map(({ name }) => name)
  const problems = loaded.tasks.flatMap((task) =>
    judgesOf([task])
      .filter((judge) => !names.includes(judge))
      .map((judge) => unknownName(`judge of task ${task.name}:`, judge, names, loaded.placeOf(task))),
  )
  const [first, ...others] = problems
  if (first !== undefined) throw new InputError(first, ...others)
}
