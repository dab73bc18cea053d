import { expect, test } from 'vitest'
import { describeWith, pathOf } from '../../real-parts.ts'
import { type RunningServer, startLlamaServer } from '../../servers/start.ts'
import type { RealModel } from './real-engine.ts'
import { openScoring, type RealScoring, TEXTS } from './real-scoring.ts'

const MODELS: readonly RealModel[] = ['smollm2-135m-instruct', 'gemma3-270m']

/**
 * How far ln p of a token may be from the server's, in nats. The two are built for different vector instructions, so
 * their sums round differently; arithmetic in which activations are rounded to 8 bits makes hundredths of that, now and
 * then tenths, as it does where one engine's batches are cut elsewhere. In the mean hardly anything is left.
 */
const MOST = { one: 0.5, median: 0.1, mean: 0.1 }

/** ln p of a token after others, before anything is done for sampling. The bias makes the server draw it. */
async function servedLogProbability(
  { baseUrl }: RunningServer,
  before: readonly number[],
  token: number,
): Promise<number | undefined> {
  const response = await fetch(`${baseUrl}/completion`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      prompt: before,
      n_predict: 1,
      n_probs: 1,
      temperature: 0,
      logit_bias: [[token, 1000]],
      cache_prompt: false,
    }),
  })
  const body = (await response.json()) as { completion_probabilities?: { id: number; logprob: number }[] }
  // Of a token that ends within a character it tells nothing.
  const [drawn] = body.completion_probabilities ?? []
  if (drawn !== undefined) expect(drawn.id).toBe(token)
  return drawn?.logprob
}

/** Our ln p less the server's, of every third token but the first few. */
async function differences(scoring: RealScoring, server: RunningServer, text: string): Promise<number[]> {
  const tokens = scoring.tokens(text)
  await scoring.clear()
  const asked = tokens.slice(1).map((token) => [token])
  const ours = (await scoring.fast(tokens.slice(0, -1), asked)).flat()
  const found: number[] = []
  for (let place = 6; place < tokens.length; place += 3) {
    const served = await servedLogProbability(server, tokens.slice(0, place), tokens[place] ?? -1)
    if (served !== undefined) found.push((ours[place - 1]?.logProbability ?? Number.NaN) - served)
  }
  return found
}

for (const name of MODELS)
  describeWith(['llama-server', name], `log-probabilities of tokens beside llama-server’s, ${name}`, () => {
    test(`differ by at most ${MOST.one} nats, half of them by ${MOST.median}`, async () => {
      const server = await startLlamaServer({ modelPath: pathOf(name), parallel: 1, contextPerSlot: 512 })
      const scoring = await openScoring(name)
      try {
        const found: number[] = []
        for (const text of TEXTS) found.push(...(await differences(scoring, server, text)))
        const sizes = found.map(Math.abs).sort((a, b) => a - b)
        const mean = found.reduce((sum, value) => sum + value, 0) / found.length
        expect(found.length).toBeGreaterThan(12)
        expect(sizes.at(-1)).toBeLessThan(MOST.one)
        expect(sizes[sizes.length >> 1]).toBeLessThan(MOST.median)
        expect(Math.abs(mean)).toBeLessThan(MOST.mean)
      } finally {
        await scoring.close()
        await server.stop()
      }
    }, 120_000)
  })
