import type { NativeSampling } from './native-sampling.ts'
import { SMALLEST_PROBABILITY } from './score-next.ts'

/** ln p of a token at one position, in nats. */
type LogProbabilityOf = (token: number) => Promise<number>

/** What is used here of the sampler. */
type Reading = Pick<NativeSampling, 'draw' | 'remaining'>

/** As many as the sampler finds without sorting the vocabulary. */
const NEAR = 128

/**
 * A token this much less likely than the likeliest adds nothing to a sum in float32 that holds the likeliest's 1: half
 * a unit in the last place is 2⁻²⁴. Leaving such tokens out changes no bit of the sum and saves sorting them.
 */
const ADDS_NOTHING = 2 ** -25

/** float32 keeps full precision down to here. */
const SMALLEST_PRECISE = 2 ** -126

/** Draws until one is among the near tokens; what they miss seldom weighs more than half. */
const DRAWS = 24

/**
 * Reads log-probabilities of given tokens from the logits of a position (its place in the last batch) by sampling a few
 * times. The whole distribution would be sorted and handed over, which takes longer than evaluating the token.
 *
 * First the likeliest tokens are taken, whose weights are right relative to one another. Then a token is drawn from the
 * whole vocabulary with its probability: if it is one of those, it gives the scale of all of them. Tokens further off
 * are looked for among all that count, and at last among all. The softmax is the engine's own in either case, its sum
 * in float32: every way gives the number that the whole distribution has, but for the last bits.
 */
export function createPositionReader(native: Reading): (index: number) => Promise<LogProbabilityOf> {
  return async (index) => {
    const near = asMap(await native.remaining(index, { topK: NEAR, seed: 0 }))
    let scale: Promise<number> | undefined
    return async (token) => {
      const weight = near.get(token) ?? 0
      if (weight < SMALLEST_PRECISE) return farLogProbability(native, index, token)
      scale ??= scaleOf(native, index, near)
      return Math.log(weight) + (await scale)
    }
  }
}

/** ln of what the near tokens' weights have to be multiplied with to be probabilities. */
async function scaleOf(native: Reading, index: number, near: ReadonlyMap<number, number>): Promise<number> {
  for (let seed = 1; seed <= DRAWS; seed++) {
    const { token, probability } = await native.draw(index, { minP: ADDS_NOTHING, seed })
    const weight = near.get(token) ?? 0
    if (weight >= SMALLEST_PRECISE) return Math.log(probability) - Math.log(weight)
  }
  const [likeliest = 0, probability = Number.NaN] = await native.remaining(index, {
    minP: ADDS_NOTHING,
    seed: 0,
  })
  return Math.log(probability) - Math.log(near.get(likeliest) ?? Number.NaN)
}

async function farLogProbability(native: Reading, index: number, token: number): Promise<number> {
  const found =
    probabilityIn(await native.remaining(index, { minP: ADDS_NOTHING, seed: 0 }), token) ??
    probabilityIn(await native.remaining(index, { seed: 0 }), token)
  return Math.log(Math.max(found ?? Number.NaN, SMALLEST_PROBABILITY))
}

function asMap(pairs: readonly number[]): Map<number, number> {
  const map = new Map<number, number>()
  for (let at = 0; at < pairs.length; at += 2) map.set(pairs[at] ?? -1, pairs[at + 1] ?? 0)
  return map
}

function probabilityIn(pairs: readonly number[], token: number): number | undefined {
  for (let at = 0; at < pairs.length; at += 2) if (pairs[at] === token) return pairs[at + 1]
  return undefined
}
