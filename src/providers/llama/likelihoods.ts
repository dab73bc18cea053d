import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import type { Likelihood } from '../../domain/likelihood.ts'
import type { LikelihoodAnswer } from '../../domain/provider.ts'
import { EngineFailure } from './engine-failure.ts'
import type { HeldPieces } from './held-pieces.ts'
import { type ContinuedPrompt, continuedPrompt, type PromptTokenizer } from './prompt-tokens.ts'
import type { EngineCalls } from './protocol.ts'
import type { ScoreNext, TokenScore } from './score-next.ts'

/** Positions that are scored in one evaluation at most: each takes memory of 4 bytes for every token of the vocabulary. */
const SCORED_AT_ONCE = 32

/** What likelihoods are made with. */
export interface LikelihoodParts {
  readonly sequence: LlamaContextSequence
  readonly held: HeldPieces
  readonly tokenizer: PromptTokenizer
  readonly scoreNext: ScoreNext
  /** Tokens of prompt and continuation together that there is room for. */
  readonly room: number
}

interface Asked extends ContinuedPrompt {
  readonly text: string
}

/**
 * Scores texts after a prompt. The prompt is evaluated in the very pieces in which it would be for an answer, so a
 * first token has the probability that generation saw; the tokens after it are evaluated in batches cut at fixed
 * places. A text's likelihood depends on prompt and text alone, and an answer does not notice what was scored before it.
 */
export function createLikelihoods(
  parts: LikelihoodParts,
): (asked: EngineCalls['likelihoods']['asks'], signal: AbortSignal) => Promise<LikelihoodAnswer> {
  return async ({ prompt, continuations }, signal) => {
    const asked = continuations.map((text) => {
      const one = { ...continuedPrompt(prompt, text, parts.tokenizer), text }
      check(one, parts.room)
      return one
    })
    const found = new Map<Asked, Likelihood>()
    const cached: number[] = []
    for (const group of byPieces(asked)) cached.push(await scoreGroup(group, parts, found, signal))
    return {
      likelihoods: asked.flatMap((one) => found.get(one) ?? []),
      promptTokens: asked[0]?.pieces.flat().length,
      continuationTokens: asked.reduce((sum, { target }) => sum + target.length, 0),
      cachedTokens: cached[0],
    }
  }
}

/** @throws EngineFailure before anything is evaluated */
function check({ text, pieces, target }: Asked, room: number): void {
  if (text === '') throw new EngineFailure('bug', 'the likelihood of an empty text')
  const promptTokens = pieces.flat().length
  if (promptTokens === 0)
    throw new EngineFailure(
      'unsupported',
      'the prompt is empty and the model has no BOS token: nothing stands before the text whose likelihood is asked',
    )
  if (target.length === 0)
    throw new EngineFailure('unsupported', `the tokenizer leaves nothing of ${JSON.stringify(text)}`)
  if (promptTokens + target.length > room)
    throw new EngineFailure(
      'context',
      `${promptTokens} prompt tokens and ${target.length} of the text to score exceed the context of ${room}`,
    )
}

/** Those that follow the same tokens together; all of them, unless a token straddles a border. */
function byPieces(asked: readonly Asked[]): readonly (readonly Asked[])[] {
  return [...Map.groupBy(asked, ({ pieces }) => JSON.stringify(pieces)).values()]
}

/** Scores continuations of the same pieces; returns the tokens that were held already. */
async function scoreGroup(
  group: readonly Asked[],
  parts: LikelihoodParts,
  found: Map<Asked, Likelihood>,
  signal: AbortSignal,
): Promise<number> {
  const { sequence, held, scoreNext } = parts
  const pieces = group[0]?.pieces ?? []
  const cached = await held.hold(pieces, signal)
  const last = pieces.at(-1) ?? []
  const firsts = [...new Set(group.flatMap(({ target }) => target[0] ?? []))]
  const scores = await scoreNext(
    last,
    last.map((_, place) => (place === last.length - 1 ? firsts : [])),
  )
  const firstScores = new Map(firsts.map((token, place) => [token, scores.at(-1)?.[place]]))
  const end = sequence.nextTokenIndex
  for (const one of group) {
    signal.throwIfAborted()
    const [first = -1, ...others] = one.target
    if (others.length > 0 && sequence.nextTokenIndex !== end) await goBack(pieces, end, parts, signal)
    const rest = others.length > 0 ? await scoreRest(one.target, scoreNext, signal) : []
    found.set(one, likelihoodOf(one.text, [firstScores.get(first), ...rest]))
  }
  return cached
}

/** Brings the sequence back to the prompt's end. Recurrent models cannot go back: they start anew. */
async function goBack(
  pieces: readonly (readonly number[])[],
  end: number,
  { sequence, held }: LikelihoodParts,
  signal: AbortSignal,
): Promise<void> {
  if (!sequence.needsCheckpoints)
    return sequence.eraseContextTokenRanges([{ start: end, end: sequence.nextTokenIndex }])
  await held.hold(pieces, signal)
  await sequence.evaluateWithoutGeneratingNewTokens([...(pieces.at(-1) ?? [])] as Token[])
}

/** Scores of a continuation's tokens but the first, which the evaluated prompt has scored. */
async function scoreRest(
  target: readonly number[],
  scoreNext: ScoreNext,
  signal: AbortSignal,
): Promise<TokenScore[]> {
  const scores: TokenScore[] = []
  for (let start = 0; start < target.length - 1; start += SCORED_AT_ONCE) {
    signal.throwIfAborted()
    const end = Math.min(start + SCORED_AT_ONCE, target.length - 1)
    const asked = target.slice(start + 1, end + 1).map((token) => [token])
    scores.push(...(await scoreNext(target.slice(start, end), asked)).flat())
  }
  return scores
}

function likelihoodOf(text: string, scores: readonly (TokenScore | undefined)[]): Likelihood {
  const all = scores.map((score) => score ?? { logProbability: Number.NaN, greedy: false })
  return {
    text,
    logProbability: all.reduce((sum, { logProbability }) => sum + logProbability, 0),
    tokens: all.length,
    greedy: all.every(({ greedy }) => greedy),
  }
}
