import { describe, expect, test } from 'vitest'
import type { Likelihood } from '../../../src/domain/likelihood.ts'
import type { Session } from '../../../src/domain/provider.ts'
import type { SimulatedSettingsInput } from '../../../src/providers/simulated/settings.ts'
import { ask, modelOf, openModel, openSize, type Question, requestOf, simulated } from './ask.ts'

async function score(
  session: Session,
  continuations: readonly string[],
  question: Question = {},
): Promise<readonly Likelihood[]> {
  const { prompt, trial } = requestOf(question)
  const options = { signal: new AbortController().signal, worker: 0 }
  const answer = await session.likelihoods?.({ prompt, continuations, trial }, options)
  return answer?.likelihoods ?? []
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
const flat = (level: number, more: SimulatedSettingsInput = {}): SimulatedSettingsInput => ({
  ...more,
  truth: { kind: 'flat', level },
})
const items = (count: number): string[] => Array.from({ length: count }, (_, item) => String(item))

describe('the likelihood of a target', () => {
  test.each([
    ['item difficulty and noise', {}],
    ['difficulty alone', { item_share: 0.6, noise: 0 }],
    ['noise alone', { item_share: 0, noise: 0.6 }],
    ['nothing shared: every item alike', { item_share: 0, noise: 0 }],
  ])('has the declared accuracy as its mean over items: %s', async (_name, shares) => {
    const session = await openSize(flat(0.6, shares), 1e9)
    const found: number[] = []
    for (const item of items(2000))
      found.push(
        ...(await score(session, [' 7'], { item, target: '7' })).map((it) => Math.exp(it.logProbability)),
      )
    expect(mean(found)).toBeCloseTo(0.6, 1.5)
  })

  test('adds up its tokens, and rises with size', async () => {
    const session = await openSize(flat(0.6, { item_share: 0, noise: 0 }), 1e9)
    expect(await score(session, [' 123'], { target: '123' })).toEqual([
      {
        text: ' 123',
        tokens: 3,
        logProbability: expect.closeTo(3 * Math.log(0.6), 9),
        greedy: expect.any(Boolean),
      },
    ])
    const bySize: number[] = []
    for (const size of [1e8, 1e9, 1e10]) {
      const all = await Promise.all(
        items(200).map(async (item) => score(await openSize({}, size), [' 42'], { item, shots: 4 })),
      )
      bySize.push(mean(all.flat().map(({ logProbability }) => logProbability)))
    }
    expect(bySize).toEqual([...bySize].sort((a, b) => a - b))
  })

  test('is finite and at most 0 where the truth is never, or always', async () => {
    const never = await score(await openSize(flat(0), 1e9), [' 42'])
    expect(never[0]?.logProbability).toBeCloseTo(2 * Math.log(1 / 50_000), 9)
    expect((await score(await openSize(flat(1), 1e9), [' 42']))[0]).toMatchObject({
      logProbability: 0,
      greedy: true,
    })
  })

  test('says greedy where the answer at temperature 0 is that text', async () => {
    const session = await openSize(flat(0.7), 1e9)
    const greedy: unknown[] = []
    for (const item of items(60)) {
      const { text } = await ask(session, { item })
      const [target, said] = await score(session, [' 42', text], { item })
      expect([target?.greedy, said?.greedy]).toEqual([text.trim() === '42', true])
      greedy.push(target?.greedy)
    }
    expect(new Set(greedy).size).toBe(2)
  })
})

describe('the likelihoods of choices', () => {
  const CHOICES = [' red', ' ultramarine', ' blue', ' a very dark green']
  const scores = (all: readonly Likelihood[], how: 'sum' | 'byte' | 'less'): number[] =>
    all.map(({ text, logProbability }, place) => {
      if (how === 'sum') return logProbability
      return how === 'byte'
        ? logProbability / Buffer.byteLength(text)
        : logProbability - (unconditional[place]?.logProbability ?? 0)
    })
  let unconditional: readonly Likelihood[] = []

  test.each([0, 0.3, 0.8, 1])(
    'choose the target as the truth of %d says, by every normalisation',
    async (p) => {
      const session = await openSize(flat(p), 1e9)
      unconditional = await score(session, CHOICES, { item: '', target: '', text: 'Answer:' })
      const count = 2000
      let right = 0
      for (const item of items(count)) {
        const target = CHOICES[Number(item) % CHOICES.length]?.trim() ?? ''
        const all = await score(session, CHOICES, { item, target })
        const winners = (['sum', 'byte', 'less'] as const).map((how) => {
          const values = scores(all, how)
          return CHOICES[values.indexOf(Math.max(...values))]?.trim()
        })
        expect(new Set(winners).size).toBe(1)
        if (winners[0] === target) right++
      }
      const expected = p + (1 - p) / CHOICES.length
      const error = Math.sqrt((expected * (1 - expected)) / count)
      expect(Math.abs(right / count - expected)).toBeLessThanOrEqual(4 * error)
    },
  )

  test('are the same in another order and beside other requests', async () => {
    const session = await openSize({}, 1e9)
    const alone = await score(session, CHOICES, { target: 'blue' })
    await ask(session)
    const turned = await score(session, CHOICES.toReversed(), { target: 'blue' })
    expect(turned.toReversed()).toEqual(alone)
  })
})

test('a text that does not fit the context, and the declared trouble', async () => {
  const small = await openModel(simulated(), modelOf(1e9, { contextLength: 8 }))
  await expect(score(small, [' 1', ' 123456789'])).rejects.toMatchObject({ kind: 'context' })
  const failing = await openSize({ failure_rate: 1, failure_kinds: ['rate-limit'] }, 1e9)
  await expect(score(failing, [' 1'])).rejects.toMatchObject({ kind: 'rate-limit' })
  expect(small.capabilities.logProbabilities).toBe('forced')
})
