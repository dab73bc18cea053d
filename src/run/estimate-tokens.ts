import { type Prompt, promptText } from '../domain/prompt.ts'
import { renderPrompt } from '../prompts/render-prompt.ts'
import { type Cell, type CellPlace, cellKey, cellsOf } from './cell.ts'
import { answerTokensOf } from './continuations.ts'
import { drawFor } from './draw.ts'
import { factorsOf, type Plan } from './plan.ts'
import { type CountTokens, type LikelihoodReading, tokensRead } from './tokens-read.ts'

/** What all the trials of one model of a plan are expected to use. */
export interface TokenEstimate {
  readonly trials: number
  readonly promptTokens: number
  /** If every answer ran to its limit. */
  readonly answerTokensAtMost: number
  /** Expected prompt tokens of one trial of a cell; undefined for a cell that is not in the plan. */
  ofOneTrial(place: CellPlace): number | undefined
}

/**
 * Estimates from samples of each cell, spread evenly over its draws and queries; exact where every prompt is a sample.
 *
 * @param mostSamples of all cells together; each has at least two
 * @param reading how the model goes about likelihoods; given, and the prompt read once, where nothing else is known
 */
export async function estimateTokens(
  plan: Plan,
  count: CountTokens,
  mostSamples: number,
  reading: LikelihoodReading = { given: true, promptPerText: false },
): Promise<TokenEstimate> {
  const cells = cellsOf(plan)
  const ofEach = Math.max(2, Math.floor(mostSamples / Math.max(1, cells.size)))
  const read = tokensRead(count, reading)
  const means = new Map<string, number>()
  let trials = 0
  let promptTokens = 0
  let answerTokensAtMost = 0
  let offset = 0
  for (const [key, cell] of cells) {
    // Other queries in each cell, so that they do not all err alike: steps of the golden ratio spread best.
    offset = (offset + GOLDEN_RATIO) % 1
    const { task } = cell.conditions[0]
    const ofCell = cell.conditions.length * task.queries.length * factorsOf(plan, task).repeats
    const mean = await meanTokens(plan, cell, read, { most: ofEach, offset })
    means.set(key, mean)
    trials += ofCell
    promptTokens += ofCell * mean
    answerTokensAtMost += ofCell * answerTokensOf(task)
  }
  return { trials, promptTokens, answerTokensAtMost, ofOneTrial: (place) => means.get(cellKey(place)) }
}

const GOLDEN_RATIO = 0.618

async function meanTokens(
  plan: Plan,
  cell: Cell,
  read: ReturnType<typeof tokensRead>,
  { most, offset }: { readonly most: number; readonly offset: number },
): Promise<number> {
  const pairs = cell.conditions.length * cell.conditions[0].task.queries.length
  const samples = Math.min(most, pairs)
  // Together: where a server counts, one round trip after the other would take long.
  const counts = await Promise.all(
    Array.from({ length: samples }, (_, sample) =>
      read(sampleAt(plan, cell, Math.floor(((sample + offset) * pairs) / samples))),
    ),
  )
  return samples === 0 ? 0 : counts.reduce((sum, tokens) => sum + tokens, 0) / samples
}

/** The sample of a pair of draw and query: draws in turn, so that any stretch of pairs has all of them. */
function sampleAt({ seed }: Plan, { place, conditions }: Cell, pair: number) {
  const condition = conditions[pair % conditions.length] ?? conditions[0]
  const { template, queries } = condition.task
  const query = queries[Math.floor(pair / conditions.length)]
  if (query === undefined) throw new RangeError(`pair ${pair} of ${conditions.length * queries.length}`)
  const prompt = renderPrompt(condition.rendering, {
    template,
    instruction: condition.instruction,
    demonstrations: drawFor(condition, seed, query).demonstrations.slice(0, place.shots),
    query,
  })
  return { prompt, condition, query }
}

/** The estimate where nothing can count: one token for 4 ASCII characters, one for any other character. */
export function estimatedTokens(prompt: Prompt): number {
  let tokens = 0
  for (const character of promptText(prompt)) tokens += character.charCodeAt(0) < 128 ? 0.25 : 1
  return tokens
}
