import { type Prompt, promptText } from '../domain/prompt.ts'
import type { Condition } from '../domain/trial.ts'
import { renderPrompt } from '../prompts/render-prompt.ts'
import { drawFor } from './draw.ts'
import { tokenBound } from './misfit.ts'
import type { Plan } from './plan.ts'
import { conditions, shotsOf } from './trial-group.ts'

/**
 * Tokens that no prompt and answer of the plan exceed, by the bound of `tokenBound`. */
export function contextNeeded(plan: Plan): number {
  let most = 0
  for (const condition of conditions(plan)) {
    const shots = shotsOf(plan, condition)
    const prompt = promptsBySize(plan, condition, Math.max(0, ...shots)).longest
    if (prompt !== undefined) most = Math.max(most, tokenBound(prompt) + condition.task.decoding.maxTokens)
  }
  return most
}

/** The shortest and longest prompt of a condition at k shots, by UTF-8 bytes. */
export function promptsBySize(
  plan: Plan,
  condition: Condition,
  shots: number,
): { readonly shortest: Prompt | undefined; readonly longest: Prompt | undefined } {
  let shortest: { prompt: Prompt; bytes: number } | undefined
  let longest: { prompt: Prompt; bytes: number } | undefined
  const { task } = condition
  const shared = task.queries[0] === undefined ? undefined : drawFor(condition, plan.seed, task.queries[0])
  for (const query of task.queries) {
    const draw =
      condition.sampling === 'shared' && shared !== undefined ? shared : drawFor(condition, plan.seed, query)
    const prompt = renderPrompt(condition.rendering, {
      template: task.template,
      instruction: condition.instruction,
      demonstrations: draw.demonstrations.slice(0, shots),
      query,
    })
    const bytes = Buffer.byteLength(promptText(prompt))
    if (longest === undefined || bytes > longest.bytes) longest = { prompt, bytes }
    if (shortest === undefined || bytes < shortest.bytes) shortest = { prompt, bytes }
  }
  return { shortest: shortest?.prompt, longest: longest?.prompt }
}
