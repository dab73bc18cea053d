import type { Prompt } from '../domain/prompt.ts'
import type { Trial } from '../domain/trial.ts'
import type { Demonstration } from '../prompts/demonstration.ts'
import { renderPrompt } from '../prompts/render-prompt.ts'
import type { TrialGroup } from './trial-group.ts'

const NONE: readonly Demonstration[] = []

/** The prompt of a trial: exactly `shots` demonstrations of its group's draw, then the query. */
export function promptOf(trial: Trial, group: TrialGroup): Prompt {
  return renderPrompt(trial.rendering, {
    template: trial.task.template,
    instruction: trial.instruction,
    demonstrations: trial.shots === 0 ? NONE : group.drawOf(trial).shown(trial.shots),
    query: trial.query,
  })
}
