import type { Item } from '../domain/item.ts'
import { type Prompt, promptText } from '../domain/prompt.ts'
import type { Task } from '../domain/task.ts'
import type { Condition } from '../domain/trial.ts'
import type { Demonstration } from '../prompts/demonstration.ts'
import { itemTextOf } from '../prompts/item-text.ts'
import { renderPrompt } from '../prompts/render-prompt.ts'
import { roomAfterPrompt } from './continuations.ts'
import { drawFor } from './draw.ts'
import { contextBound } from './misfit.ts'
import type { Plan } from './plan.ts'
import { conditions, shotsOf } from './trial-group.ts'

/**
 * Tokens that no prompt and answer of the plan exceed, by the bound of `contextBound`. */
export function contextNeeded(plan: Plan): number {
  let most = 0
  for (const condition of conditions(plan)) {
    const shots = shotsOf(plan, condition)
    const prompt = promptsBySize(plan, condition, Math.max(0, ...shots)).longest
    if (prompt !== undefined) most = Math.max(most, contextBound(prompt) + roomAfterPrompt(condition.task))
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
  for (const { query, demonstrations } of candidates(plan, condition, shots)) {
    const { template } = condition.task
    const prompt = renderPrompt(condition.rendering, {
      template,
      instruction: condition.instruction,
      demonstrations,
      query,
    })
    const bytes = Buffer.byteLength(promptText(prompt))
    if (longest === undefined || bytes > longest.bytes) longest = { prompt, bytes }
    if (shortest === undefined || bytes < shortest.bytes) shortest = { prompt, bytes }
  }
  return { shortest: shortest?.prompt, longest: longest?.prompt }
}

interface Candidate {
  readonly query: Item
  readonly demonstrations: readonly Demonstration[]
}

/** Queries that can have the longest or shortest prompt: where all see the same demonstrations, just two of them. */
function* candidates(plan: Plan, condition: Condition, shots: number): Generator<Candidate> {
  const { queries } = condition.task
  if (condition.sampling === 'per-query' || condition.task.match !== undefined) {
    for (const query of queries)
      yield { query, demonstrations: drawFor(condition, plan.seed, query).shown(shots) }
    return
  }
  const [first] = queries
  if (first === undefined) return
  const demonstrations = drawFor(condition, plan.seed, first).shown(shots)
  for (const query of extremes(condition.task)) yield { query, demonstrations }
}

const extremesOf = new WeakMap<Task, readonly Item[]>()

/** The queries whose own text is shortest and longest, in UTF-8 bytes; found once a task. */
function extremes(task: Task): readonly Item[] {
  const known = extremesOf.get(task)
  if (known !== undefined) return known
  const textOf = itemTextOf(task.template)
  const sized = task.queries.map((query) => ({ query, bytes: Buffer.byteLength(textOf(query).input) }))
  sized.sort((a, b) => a.bytes - b.bytes)
  const made = [sized[0], sized.at(-1)].flatMap((one) => (one === undefined ? [] : [one.query]))
  extremesOf.set(task, made)
  return made
}
