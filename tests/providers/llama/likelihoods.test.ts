import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Prompt } from '../../../src/domain/prompt.ts'
import type { Session } from '../../../src/domain/provider.ts'
import { createHeldPieces } from '../../../src/providers/llama/held-pieces.ts'
import { createLikelihoods, type LikelihoodParts } from '../../../src/providers/llama/likelihoods.ts'
import type { PromptTokenizer } from '../../../src/providers/llama/prompt-tokens.ts'
import type { ScoreNext } from '../../../src/providers/llama/score-next.ts'
import { createVocabulary } from '../../../src/providers/llama/vocabulary.ts'
import { describeWith } from '../../real-parts.ts'
import { ask, openReal, raw } from './real-engine.ts'
import { openScoring, type RealScoring } from './real-scoring.ts'

const SHOWN = 'Country: France\nCapital: Paris\n\nCountry: Spain\nCapital: Madrid'
const CUTS = [SHOWN.indexOf('\n\n'), SHOWN.length]
const capitalOf = (country: string) => raw(`${SHOWN}\n\nCountry: ${country}\nCapital:`, ...CUTS)
const CHOICES = [' Paris', ' Rome', ' Ouagadougou', ' Rome, of course']
const TRIAL = { key: '', task: '', item: '', shots: 0, target: '' }

function score(
  session: Session,
  prompt: Prompt,
  continuations: readonly string[],
  worker = 0,
  signal = new AbortController().signal,
) {
  if (session.likelihoods === undefined) throw new Error('no likelihoods')
  return session.likelihoods({ prompt, continuations, trial: TRIAL }, { signal, worker })
}

describeWith(['smollm2-135m-instruct'], 'likelihoods of the 135M model', () => {
  let session: Session
  beforeAll(async () => {
    session = await openReal('smollm2-135m-instruct', { processes: 2 })
  }, 60_000)
  afterAll(() => session.close())

  test('say which capital is likely, and what greedy decoding would have said', async () => {
    expect(session.capabilities.logProbabilities).toBe('forced')
    const { likelihoods, ...counts } = await score(session, capitalOf('Italy'), CHOICES)
    expect(likelihoods.map(({ text }) => text)).toEqual(CHOICES)
    expect(likelihoods.map(({ tokens }) => tokens)).toEqual([1, 1, 6, 4])
    expect(likelihoods.map(({ greedy }) => greedy)).toEqual([false, true, false, false])
    const [paris = 0, rome = 0, ouagadougou = 0, more = 0] = likelihoods.map((one) => one.logProbability)
    expect(rome).toBeGreaterThan(-1)
    expect(rome).toBeGreaterThan(paris)
    expect(paris).toBeGreaterThan(ouagadougou)
    // Of a text and its beginning, the beginning is likelier.
    expect(rome).toBeGreaterThan(more)
    const promptTokens = await session.countTokens?.(capitalOf('Italy'))
    expect(counts).toEqual({ promptTokens, continuationTokens: 12, cachedTokens: 0 })
  })

  test('reuse what prompts share, with answers and with one another', async () => {
    await ask(session, capitalOf('Italy'))
    expect(await score(session, capitalOf('Germany'), [' Berlin'])).toMatchObject({ cachedTokens: 16 })
    expect(await ask(session, capitalOf('Japan'))).toMatchObject({ text: ' Tokyo', cachedTokens: 16 })
  })

  test('a chat’s continuation stands where the answer begins', async () => {
    const chat = {
      rendering: 'chat' as const,
      messages: [{ role: 'user' as const, content: 'What is the capital of Italy? One word.', cuts: [] }],
    }
    const { text } = await ask(session, chat, { stop: [], maxTokens: 3 })
    const { likelihoods } = await score(session, chat, [text, 'Banana', '<|im_end|>'])
    expect(likelihoods[0]).toMatchObject({ greedy: true })
    expect(likelihoods[0]?.logProbability).toBeGreaterThan(likelihoods[1]?.logProbability ?? 0)
    // The name of a control token is text like any other.
    expect(likelihoods[2]?.tokens).toBeGreaterThan(1)
  })

  test('a token over the border belongs to the continuation', async () => {
    const { likelihoods, promptTokens } = await score(session, raw('The capital of Italy is '), ['Rome'])
    expect([likelihoods[0]?.tokens, promptTokens]).toEqual([1, 5])
  })

  test('too long, empty, or after nothing', async () => {
    await expect(score(session, raw('word '.repeat(300)), ['word '.repeat(300)])).rejects.toMatchObject({
      kind: 'context',
      message: '300 prompt tokens and 301 of the text to score exceed the context of 512',
    })
    await expect(score(session, raw('a'), [''])).rejects.toThrow('the likelihood of an empty text')
    await expect(score(session, raw(''), ['a'])).rejects.toMatchObject({
      kind: 'unsupported',
      message: expect.stringContaining('no BOS token'),
    })
    expect(
      (await score(session, raw('b'.concat(' b'.repeat(499))), [' b'.repeat(12)])).likelihoods,
    ).toHaveLength(1)
  }, 60_000)

  test('an aborted request ends at once, and the next one is answered', async () => {
    const stop = new AbortController()
    const long = score(session, raw('Once upon'), [' a time'.repeat(100)], 0, stop.signal)
    setTimeout(() => stop.abort(), 50)
    await expect(long).rejects.toMatchObject({ name: 'AbortError' })
    const { likelihoods } = await score(session, capitalOf('Italy'), [' Rome'])
    expect(likelihoods[0]?.greedy).toBe(true)
  })

  test('are the same whatever ran before, in any order and process, and change no answer', async () => {
    const asked = questions()
    const alone: string[] = []
    for (const one of asked) alone.push(await one(session, 1))
    expect(new Set(alone).size).toBe(asked.length)
    const order = fc.shuffledSubarray([...asked.keys()], { minLength: 5 })
    await fc.assert(
      fc.asyncProperty(order, fc.infiniteStream(fc.nat(1)), async (chosen, workers) => {
        const answers = chosen.map(async (place) => {
          const { value: worker } = workers.next()
          return [place, await asked[place]?.(session, worker)]
        })
        expect(await Promise.all(answers)).toEqual(chosen.map((place) => [place, alone[place]]))
      }),
      { numRuns: 4, seed: 5 },
    )
  }, 120_000)
})

test('a recurrent model, which cannot go back, starts anew for each continuation', async () => {
  const state: number[] = []
  const before: string[] = []
  const sequence = {
    needsCheckpoints: true,
    get nextTokenIndex() {
      return state.length
    },
    eraseContextTokenRanges: async ([range]: { start: number; end: number }[]) =>
      void state.splice(range?.start ?? 0),
    evaluateWithoutGeneratingNewTokens: async (tokens: number[]) => void state.push(...tokens),
  } as unknown as LikelihoodParts['sequence']
  const scoreNext: ScoreNext = async (tokens, asked) => {
    before.push(String.fromCharCode(...state))
    state.push(...tokens)
    return asked.map((wanted) => wanted.map(() => ({ logProbability: -1, greedy: true })))
  }
  const codes = (text: string): number[] => [...text].map((character) => character.charCodeAt(0))
  const tokenizer: PromptTokenizer = {
    tokenize: codes,
    vocabulary: createVocabulary({}, (token) => String.fromCharCode(token)),
    bos: undefined,
    chatTemplate: 'none',
  }
  const likelihoods = createLikelihoods({
    sequence,
    held: createHeldPieces(sequence),
    tokenizer,
    scoreNext,
    room: 64,
  })
  const asked = { prompt: raw('one two', 3), continuations: ['xy', 'xyz', 'z'] }
  const answer = await likelihoods(asked, new AbortController().signal)
  expect(answer).toEqual({
    likelihoods: asked.continuations.map((text) => {
      return { text, logProbability: -text.length, tokens: text.length, greedy: true }
    }),
    promptTokens: 7,
    continuationTokens: 6,
    cachedTokens: 0,
  })
  expect(before).toEqual(['one', 'one two', 'one two'])
})

/** Likelihoods and completions over prompts that begin alike; what they answer, to the last bit. */
function questions(): ((session: Session, worker: number) => Promise<string>)[] {
  const numbers = raw(`${SHOWN}\n\nCountry: Peru\nCapital: Lima\n\nOne, two, three,`, ...CUTS)
  const likelihoodsOf = (prompt: Prompt, texts: readonly string[]) => async (at: Session, worker: number) =>
    JSON.stringify((await score(at, prompt, texts, worker)).likelihoods)
  const completionOf = (prompt: Prompt) => async (at: Session, worker: number) =>
    (await ask(at, prompt, { maxTokens: 12, stop: [] }, { worker })).text
  return [
    likelihoodsOf(capitalOf('Italy'), CHOICES),
    completionOf(capitalOf('Italy')),
    likelihoodsOf(capitalOf('Germany'), [' Berlin, which lies on the river Spree', ' Bonn']),
    completionOf(capitalOf('Japan')),
    likelihoodsOf(numbers, [' four, five, six, seven']),
    completionOf(numbers),
    likelihoodsOf(raw('Answer:'), [' Rome', ' Paris']),
    completionOf(raw('Once upon a time')),
  ]
}

describeWith(['smollm2-135m-instruct'], 'likelihoods by either way', () => {
  let scoring: RealScoring
  beforeAll(async () => {
    scoring = await openScoring('smollm2-135m-instruct')
  }, 60_000)
  afterAll(() => scoring.close())

  test('are the same for many continuations at once as for each alone, and by both ways', async () => {
    const { signal } = new AbortController()
    // Over 32 tokens: evaluated in two batches.
    const texts = [...CHOICES, ' 12'.repeat(12)]
    const prompt = capitalOf('Italy')
    const together = await scoring.likelihoods(scoring.fast)({ prompt, continuations: texts }, signal)
    for (const [place, text] of texts.entries()) {
      const [alone] = (await scoring.likelihoods(scoring.fast)({ prompt, continuations: [text] }, signal))
        .likelihoods
      expect(alone).toEqual(together.likelihoods[place])
    }
    const plain = await scoring.likelihoods(scoring.plain)({ prompt, continuations: texts }, signal)
    for (const [place, { logProbability, tokens }] of plain.likelihoods.entries()) {
      const fast = together.likelihoods[place]?.logProbability ?? Number.NaN
      expect(Math.abs(fast - logProbability)).toBeLessThan(1e-6 * tokens)
    }
  }, 60_000)
})
