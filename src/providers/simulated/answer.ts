import { hashNumber, hashText, normal } from './chance.ts'
import { nearMiss } from './near-miss.ts'
import { tokensOf } from './tokens.ts'

/** How the chance that makes a token right or wrong is divided; the rest belongs to the token's position. */
export interface Shares {
  /** Of the item's difficulty, the same for every model. */
  readonly item: number
  /** Of this model and this prompt alone. */
  readonly own: number
}

/** The chance an answer is drawn with: three hashes, each the name of a stream. */
export interface AnswerChance {
  /** Of seed, task and item. */
  readonly item: number
  /** As `item`; with the sampling seed where the answer is sampled. */
  readonly position: number
  /** Of model and prompt. */
  readonly own: number
}

const POSITION_STREAM = hashText('position')

/**
 * The answer's tokens: the target's, each right or a near miss. A token is right when
 * √item · z(item) + √own · z(own, position) + √rest · z(item, position) < threshold, all z standard normal:
 * each token is then right with exactly the declared probability, whatever the shares, and without a share of
 * its own a better model is right wherever a worse one was.
 */
export function answerTokens(
  target: string,
  threshold: number,
  shares: Shares,
  chance: AnswerChance,
): string[] {
  const tokens = tokensOf(target)
  const difficulty = weighted(shares.item, chance.item)
  const rest = Math.max(0, 1 - shares.item - shares.own)
  for (const [position, token] of tokens.entries()) {
    const own = hashNumber(chance.own, position)
    const shared = hashNumber(chance.position ^ POSITION_STREAM, position)
    const deviate = difficulty + weighted(shares.own, own) + weighted(rest, shared)
    if (deviate >= threshold) tokens[position] = nearMiss(token, own)
  }
  return tokens
}

/** The part of a token's deviate that is not its position's: the item's difficulty, and the model's own chance there. */
export function knownDeviate(position: number, shares: Shares, chance: AnswerChance): number {
  return weighted(shares.item, chance.item) + weighted(shares.own, hashNumber(chance.own, position))
}

/** A normal deviate with this variance; nothing is drawn where that is 0. */
function weighted(variance: number, hash: number): number {
  return variance === 0 ? 0 : Math.sqrt(variance) * normal(hash)
}
