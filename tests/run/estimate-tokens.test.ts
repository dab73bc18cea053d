import { expect, test } from 'vitest'
import { type Prompt, promptText } from '../../src/domain/prompt.ts'
import type { Session } from '../../src/domain/provider.ts'
import { ProviderError } from '../../src/domain/provider-error.ts'
import { tokenCounter } from '../../src/run/count-tokens.ts'
import { estimatedTokens, estimateTokens } from '../../src/run/estimate-tokens.ts'
import type { Plan } from '../../src/run/plan.ts'
import { promptOf } from '../../src/run/prompt-of.ts'
import { countTrials, trialGroups } from '../../src/run/trial-group.ts'
import { makeItem, makePlan, makeTask } from '../fixtures/tasks.ts'

const characters = (prompt: Prompt): number => promptText(prompt).length

/** The truth: every prompt of the plan, rendered. */
function charactersOfAll(plan: Plan): number {
  let sum = 0
  for (const group of trialGroups(plan))
    for (let index = 0; index < group.size; index++) sum += characters(promptOf(group.at(index), group))
  return sum
}

const uneven = makeTask({
  queries: Array.from({ length: 40 }, (_, n) => makeItem(`q${n}`, 'x'.repeat(1 + ((n * 7) % 40)), 'y')),
})
const plan = makePlan({
  tasks: [uneven, makeTask({ name: 'other', querySize: 7 })],
  shots: [0, 1, 4],
  draws: 3,
  repeats: 2,
  controls: ['gold', 'no-labels'],
  instructions: ['off', 'on'],
})

test.each(['shared', 'per-query'] as const)(
  'with room for every prompt it is exact (%s)',
  async (sampling) => {
    const whole = { ...plan, sampling }
    const estimate = await estimateTokens(whole, characters, 1e6)
    expect(estimate.promptTokens).toBeCloseTo(charactersOfAll(whole), 6)
    expect([estimate.trials, estimate.answerTokensAtMost]).toEqual([
      countTrials(whole),
      countTrials(whole) * 8,
    ])
  },
)

test('from samples it is near', async () => {
  let counted = 0
  const count = (prompt: Prompt) => {
    counted++
    return characters(prompt)
  }
  const { promptTokens } = await estimateTokens(plan, count, 240)
  expect(counted).toBeLessThanOrEqual(240)
  expect(Math.abs(promptTokens / charactersOfAll(plan) - 1)).toBeLessThan(0.03)
})

test('one trial of a cell is expected to use the cell’s mean', async () => {
  const { ofOneTrial } = await estimateTokens(plan, characters, 1e6)
  const place = { task: 'echo', rendering: 'raw', instruction: 'off', control: 'gold', shots: 0 } as const
  const mean = uneven.queries.reduce((sum, { input }) => sum + `Q: ${input}\nA:`.length, 0) / 40
  expect(ofOneTrial(place)).toBeCloseTo(mean, 9)
  expect(ofOneTrial({ ...place, shots: 3 })).toBeUndefined()
})

test.each([
  ['abcd efgh', 2.25],
  ['中文', 2],
  ['', 0],
])('%j is estimated at %d tokens', (text, tokens) => {
  expect(estimatedTokens({ rendering: 'raw', text, cuts: [] })).toBe(tokens)
})

test('a model that cannot be given a prompt is estimated; one without a tokenizer has no counter', async () => {
  const prompt: Prompt = { rendering: 'raw', text: 'abcd', cuts: [] }
  const session = (tokenCounts: 'exact' | 'after', count: () => Promise<number>) =>
    ({ capabilities: { tokenCounts }, countTokens: count }) as unknown as Session
  const failing = async () => {
    throw new ProviderError('no template', { provider: 'p', kind: 'unsupported' })
  }
  expect(await tokenCounter(session('exact', async () => 7))?.(prompt)).toBe(7)
  expect(await tokenCounter(session('exact', failing))?.(prompt)).toBe(1)
  expect([tokenCounter(undefined), tokenCounter(session('after', async () => 7))]).toEqual([
    undefined,
    undefined,
  ])
})
