import { expect, test } from 'vitest'
import { nativeSampling } from '../../../src/providers/llama/native-sampling.ts'
import { createPositionReader } from '../../../src/providers/llama/position-reader.ts'
import { describeWith, WEIGHTS_SHA256 } from '../../real-parts.ts'
import type { RealModel } from './real-engine.ts'
import { openScoring, type RealScoring, TEXTS } from './real-scoring.ts'

/** Each token of a text, and at every fourth place one that nobody expects there, which costs the fast way its gain. */
async function bothWays(scoring: RealScoring, text: string): Promise<{ fast: number[]; plain: number[] }> {
  const tokens = scoring.tokens(text).slice(0, 17)
  const asked = tokens
    .slice(1)
    .map((token, place) => (place % 4 > 0 ? [token] : [token, (token * 7919 + place) % 40_000]))
  const found = { fast: [] as number[], plain: [] as number[] }
  for (const way of ['fast', 'plain'] as const) {
    await scoring.clear()
    const scores = (await scoring[way](tokens.slice(0, -1), asked)).flat()
    // The flag rides along as a number far from any difference of log-probabilities.
    found[way] = scores.flatMap(({ logProbability, greedy }) => [logProbability, greedy ? 1e9 : 0])
  }
  return found
}

for (const name of Object.keys(WEIGHTS_SHA256) as RealModel[])
  describeWith([name], `two ways of reading log-probabilities, ${name}`, () => {
    const isSmallest = name === 'smollm2-135m-instruct'
    test.runIf(isSmallest || process.env.ICL_REQUIRE_ALL === '1')(
      'agree to 1e-6 nats a token, and in what is greedy',
      async () => {
        const scoring = await openScoring(name)
        try {
          for (const text of TEXTS) {
            const { fast, plain } = await bothWays(scoring, text)
            const differences = fast.map((value, place) => Math.abs(value - (plain[place] ?? Number.NaN)))
            expect(Math.max(...differences)).toBeLessThan(1e-6)
            expect(Math.min(...plain)).toBeLessThan(-12)
            expect(plain).toContain(1e9)
          }
        } finally {
          await scoring.close()
        }
      },
      120_000,
    )
  })

describeWith(['smollm2-135m-instruct'], 'reading log-probabilities', () => {
  test('of the last batch, where the tokens take several', async () => {
    const scoring = await openScoring('smollm2-135m-instruct')
    try {
      const tokens = scoring
        .tokens('one two three four five six seven eight nine ten\n'.repeat(60))
        .slice(0, 600)
      const asked = tokens.map((_, place) => (place === 599 ? scoring.tokens(' one two') : []))
      const [fast, plain] = [await scoring.fast(tokens, asked), []] as [unknown, unknown[]]
      await scoring.clear()
      plain.push(...(await scoring.plain(tokens, asked)))
      expect(JSON.stringify(fast, rounded)).toBe(JSON.stringify(plain, rounded))
    } finally {
      await scoring.close()
    }
  }, 60_000)

  test('the engine’s softmax is in float32: its probabilities add up to 1 to 1e-3', async () => {
    const scoring = await openScoring('smollm2-135m-instruct')
    try {
      const tokens = scoring
        .tokens(TEXTS[0])
        .map((token) => [token, { generateNext: { probabilities: true } }])
      const outputs = await scoring.sequence.controlledEvaluate(tokens.slice(0, 12) as never)
      for (const output of outputs) {
        const sum = [...(output?.next.probabilities?.values() ?? [])].reduce((a, b) => a + b, 0)
        expect(Math.abs(sum - 1)).toBeLessThan(1e-3)
      }
    } finally {
      await scoring.close()
    }
  }, 60_000)

  test('without the native sampler there is the plain way', async () => {
    const scoring = await openScoring('smollm2-135m-instruct')
    try {
      const { context } = scoring.sequence
      expect(nativeSampling(context)).toBeDefined()
      expect(nativeSampling({ model: { llama: {} } } as never)).toBeUndefined()
    } finally {
      await scoring.close()
    }
  }, 60_000)
})

/** Nine digits: the two ways differ in the last bits. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toFixed(5)) : value
}

test('a scale is found where no draw is near, and tiny probabilities stay finite', async () => {
  const whole = [3, 0.6, 5, 0.4 - 1e-7, 9, 1e-7, 7, 0]
  const reader = createPositionReader({
    // Draws only what is far.
    draw: async () => ({ token: 9, probability: 1e-7 }),
    remaining: async (_index, { topK, minP }) =>
      topK !== undefined ? [3, 0.6, 5, 0.4] : minP !== undefined ? whole.slice(0, 6) : whole,
  })
  const read = await reader(0)
  expect(await read(3)).toBeCloseTo(Math.log(0.6), 12)
  expect(await read(5)).toBeCloseTo(Math.log(0.4), 12)
  expect(await read(9)).toBeCloseTo(Math.log(1e-7), 12)
  expect(await read(7)).toBeCloseTo(-103.28, 2)
  expect(await read(8)).toBeNaN()
})
