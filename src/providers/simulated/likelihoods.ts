import normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import type { Likelihood } from '../../domain/likelihood.ts'
import { type AnswerChance, answerTokens, knownDeviate, type Shares } from './answer.ts'
import { hashText, unit } from './chance.ts'
import { tokensOf } from './tokens.ts'

/** No token is less likely than one of this many: what a model that knows nothing gives each word of its vocabulary. */
const VOCABULARY = 50_000

const LEAST = Math.log(1 / VOCABULARY)

const GUESS_STREAM = hashText('guess')

/** Of which answer, and with which ability and chance. */
export interface LikelihoodQuestion {
  readonly target: string
  /** As `Ability.threshold`. */
  readonly threshold: number
  readonly shares: Shares
  readonly chance: AnswerChance
}

/**
 * Log-likelihoods of texts after one prompt. A token of the target has the probability that it is right, given the
 * item's difficulty and the model's own chance: its mean over items is the declared accuracy.
 *
 * Among several texts one wins by every normalisation. It is the target where the model has its first token right in an
 * answer, else a guess: each text with the same chance, the same for all sizes. So of m choices a share of
 * p + (1 − p)/m is right, p the declared accuracy. Every other text lies 1 to 2 nats or more below the target.
 */
export function simulatedLikelihoods(
  continuations: readonly string[],
  { target, threshold, shares, chance }: LikelihoodQuestion,
): Likelihood[] {
  const said = answerTokens(target, threshold, shares, chance)
  const right = said[0] === tokensOf(target)[0]
  const own = continuations.find((text) => isSame(text, target)) ?? target
  const winner = right ? own : guess(continuations, chance)
  const base = targetLikelihood(own, threshold, shares, chance)
  return continuations.map((text) => ({
    text,
    logProbability:
      text === own ? base : beside(base, lengthOf(text) / lengthOf(own), text === winner, gap(text, chance)),
    tokens: tokensOf(text).length,
    greedy: isSame(text, said.join('')),
  }))
}

/** Log-likelihoods after a prompt that asks nothing: every text is as likely as any other. */
export function unconditionalLikelihoods(continuations: readonly string[]): Likelihood[] {
  return continuations.map((text) => ({ text, logProbability: LEAST, tokens: tokensOf(text).length }))
}

function targetLikelihood(text: string, threshold: number, shares: Shares, chance: AnswerChance): number {
  const rest = Math.sqrt(Math.max(0, 1 - shares.item - shares.own))
  return tokensOf(text).reduce((sum, _, position) => {
    const probability = normalCdf(threshold, knownDeviate(position, shares, chance), rest)
    return sum + Math.max(LEAST, Math.log(probability))
  }, 0)
}

/** A text that wins, or loses, to the target as a whole and per byte alike. */
function beside(target: number, length: number, wins: boolean, gap: number): number {
  return wins ? (target * Math.min(1, length)) / 2 : (target - gap) * Math.max(1, length)
}

/** In nats, between 1 and 2. */
function gap(text: string, { item }: AnswerChance): number {
  return 1 + unit(hashText(text, item))
}

function guess(continuations: readonly string[], { item }: AnswerChance): string | undefined {
  const lot = (text: string): number => unit(hashText(text, item ^ GUESS_STREAM))
  return continuations.toSorted((a, b) => lot(b) - lot(a))[0]
}

/** Whether a continuation is this text after its delimiter. */
function isSame(continuation: string, text: string): boolean {
  return continuation.trimStart() === text.trimStart()
}

function lengthOf(text: string): number {
  return Math.max(1, Buffer.byteLength(text))
}
