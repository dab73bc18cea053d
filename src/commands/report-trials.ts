import type { Prompt } from '../domain/prompt.ts'
import type { Result } from '../domain/result.ts'
import type { Trial } from '../domain/trial.ts'
import type { ReportTrial } from '../report/report-input.ts'
import { keyMap } from '../results/key-map.ts'
import { readResults } from '../results/read-results.ts'
import type { Plan } from '../run/plan.ts'
import { promptOf } from '../run/prompt-of.ts'
import { trialGroups } from '../run/trial-group.ts'

/** The trials of these keys with their texts and prompts, in the order of the file. */
export async function reportTrials(
  trialsFile: string,
  plan: Plan,
  keys: readonly string[],
): Promise<ReportTrial[]> {
  const wanted = keyMap()
  for (const key of keys) wanted.set(key, 0)
  const prompts = promptsOf(plan, new Set(keys))
  const trials: ReportTrial[] = []
  for await (const result of readResults(trialsFile, wanted, { superseded: 0 }))
    trials.push({ result, prompt: prompts.get(result.trialKey) })
  return trials.sort((a, b) => compare(a.result, b.result))
}

/** By item in a cell, so that the same question of two models stands at about the same place. */
function compare(a: Result, b: Result): number {
  return a.item < b.item ? -1 : a.item > b.item ? 1 : a.draw - b.draw || a.repeat - b.repeat
}

function promptsOf(plan: Plan, keys: ReadonlySet<string>): Map<string, Prompt> {
  const prompts = new Map<string, Prompt>()
  // Models are asked the same: a prompt is made once.
  const made = new Map<string, Prompt>()
  for (const group of trialGroups(plan))
    for (let index = 0; index < group.size; index++) {
      const trial = group.at(index)
      if (!keys.has(trial.key)) continue
      const name = questionOf(trial)
      const prompt = made.get(name) ?? promptOf(trial, group)
      made.set(name, prompt)
      prompts.set(trial.key, prompt)
    }
  return prompts
}

function questionOf({ task, rendering, instruction, control, shots, draw, query }: Trial): string {
  return [task.name, rendering, instruction, control, shots, draw, query.id].join('\u0000')
}
