import { describe, expect, test } from 'vitest'
import { flippedAccuracy } from '../../../src/curves/learning/label-following.ts'
import { type LabelScores, labelSensitivity } from '../../../src/curves/learning/label-sensitivity.ts'
import { wilsonInterval } from '../../../src/curves/wilson.ts'
import { randomStream } from '../../../src/domain/random.ts'
import { answers } from '../item-scores.ts'

/** So many answers of n are the flipped label. */
const share = (right: number, n: number) => Array.from({ length: n }, (_, item) => (item < right ? 1 : 0))

describe('accuracy against the flipped label', () => {
  test('one answer an item: the test that Wilson’s interval inverts', () => {
    // z = (0.6 − 0.5) ÷ √(0.25 ÷ 100) = 2: the tail is 0.02275.
    const found = flippedAccuracy(share(60, 100), { chance: 0.5, binary: true })
    expect(found).toMatchObject({ state: 'estimated', method: 'wilson', n: 100, ...wilsonInterval(0.6, 100) })
    if (found.state !== 'estimated') return
    expect(found.accuracy).toBeCloseTo(0.6, 12)
    expect(found.pAbove).toBeCloseTo(0.022750131948179, 12)
    expect(found.pAbove + found.pBelow).toBeCloseTo(1, 12)
  })

  test.each([3, 17, 30, 44, 57])(
    '%d of 60: p is at most 0.025 where the interval leaves out chance',
    (right) => {
      const found = flippedAccuracy(share(right, 60), { chance: 0.5, binary: true })
      if (found.state !== 'estimated') throw new Error('not estimated')
      expect(found.pAbove <= 0.025).toBe(found.low >= 0.5)
      expect(found.pBelow <= 0.025).toBe(found.high <= 0.5)
    },
  )

  test('item means: t', () => {
    const found = flippedAccuracy([0.25, 0.75, 0.5, 1], { chance: 0.25, binary: false })
    // Mean 0.625, sd² = 0.3125 ÷ 3, so u = t ÷ √3 = 0.75 ÷ √0.3125, and P = 1/2 − (u ÷ (1 + u²) + atan u) ÷ π.
    const u = 0.75 / Math.sqrt(0.3125)
    expect(found).toMatchObject({ method: 't' })
    expect(found.state === 'estimated' && found.pAbove).toBeCloseTo(
      0.5 - (u / (1 + u ** 2) + Math.atan(u)) / Math.PI,
      12,
    )
  })

  test('all items flipped, several draws each: still in doubt, as so many answers', () => {
    const found = flippedAccuracy([1, 1, 1, 1], { chance: 0.5, binary: false })
    expect(found).toMatchObject({ method: 'wilson', high: 1 })
    expect(found.state === 'estimated' && found.pAbove).toBeCloseTo(0.022750131948179, 12)
  })

  test.each([
    ['one item', [1], 0.5, 'too_few_items'],
    ['NaN', [1, Number.NaN], 0.5, 'not_finite'],
    ['chance 0', [1, 0], 0, 'no_chance'],
    ['chance 1', [1, 0], 1, 'no_chance'],
    ['chance NaN', [1, 0], Number.NaN, 'no_chance'],
  ])('%s', (_name, scores, chance, reason) => {
    expect(flippedAccuracy(scores, { chance, binary: true })).toEqual({ state: 'not_identifiable', reason })
  })
})

describe('label sensitivity', () => {
  const sensitivity = (models: readonly LabelScores[], chance = 0.5) =>
    labelSensitivity(models, { chance, random: randomStream('labels'), flips: 300 })

  /** Two labels: what is not right is the flipped one. */
  function modelOf(model: string, gold: number, flipped: number, n = 100): LabelScores {
    const values = answers(model, n, [gold, flipped, gold])
    const column = (at: number) => values.map((row) => row[at] ?? 0)
    return {
      model,
      gold: column(0),
      flipped: column(1),
      random: column(2),
      againstFlipped: column(1).map((right) => 1 - right),
      binary: true,
    }
  }

  test('one that follows, one that is bound to what it knew, one that guesses', () => {
    const found = sensitivity([
      modelOf('follows', 0.9, 0.1),
      modelOf('bound', 0.9, 0.88),
      modelOf('guesses', 0.5, 0.5),
    ])
    expect(found.map(({ model }) => model)).toEqual(['follows', 'bound', 'guesses'])
    expect(found.map(({ following }) => following?.state === 'estimated' && following.finding)).toEqual([
      'follows_demonstrations',
      'prior_bound',
      'neither',
    ])
    const [follows, bound] = found
    expect(follows?.flip).toMatchObject({ state: 'estimated', method: 'mcnemar' })
    expect(follows?.flip?.state === 'estimated' && follows.flip.difference).toBeGreaterThan(0.6)
    expect(follows?.flip?.state === 'estimated' && follows.flip.pAdjusted).toBeLessThan(1e-6)
    expect(bound?.flip?.state === 'estimated' && bound.flip.pAdjusted).toBeGreaterThan(0.05)
    expect(bound?.random?.state === 'estimated' && bound.random.pAdjusted).toBeGreaterThan(0.05)
  })

  test('is adjusted over models: what is shown of one alone is not shown of one among ten', () => {
    const near: LabelScores = {
      model: 'near',
      gold: share(59, 100),
      againstFlipped: share(59, 100),
      binary: true,
    }
    const others = Array.from({ length: 9 }, (_, at) => ({
      ...near,
      model: `other ${at}`,
      againstFlipped: share(50, 100),
    }))
    const finding = (models: readonly LabelScores[]) => {
      const following = sensitivity(models)[0]?.following
      return following?.state === 'estimated' ? following.finding : undefined
    }
    expect(finding([near])).toBe('follows_demonstrations')
    // p = 0.081 by itself.
    expect(finding([{ ...near, againstFlipped: share(57, 100) }])).toBe('neither')
    expect(finding([{ ...near, againstFlipped: share(43, 100) }])).toBe('neither')
    expect(finding([{ ...near, againstFlipped: share(41, 100) }])).toBe('prior_bound')
    expect(finding([near, ...others])).toBe('neither')
  })

  test('what was not run is absent; what cannot be told says why and counts for nobody else', () => {
    const found = sensitivity([
      { model: 'gold only', gold: [1, 0], binary: true },
      { model: 'one item', gold: [1], flipped: [0], binary: true },
      modelOf('whole', 0.9, 0.5, 60),
    ])
    expect(found[0]).toEqual({ model: 'gold only' })
    expect(found[1]).toEqual({
      model: 'one item',
      flip: { state: 'not_identifiable', reason: 'too_few_items' },
    })
    const flip = found[2]?.flip
    expect(flip?.state === 'estimated' && flip.pAdjusted).toBe(flip?.state === 'estimated' && flip.p)
  })

  test('lists that do not belong together are refused', () => {
    expect(() => sensitivity([{ model: 'torn', gold: [1, 0], flipped: [1], binary: true }])).toThrow(
      RangeError,
    )
  })

  test('guessers are called one way or the other in at most 10 % of 300 samples', () => {
    let called = 0
    for (let sample = 0; sample < 300; sample++) {
      const models = ['a', 'b', 'c'].map((name) => modelOf(`${name} ${sample}`, 0.5, 0.5, 80))
      const some = sensitivity(models).some(
        ({ following }) => following?.state === 'estimated' && following.finding !== 'neither',
      )
      if (some) called++
    }
    // Each side has its own 5 %: at most 30 expected, standard deviation 5.2.
    expect(called).toBeLessThan(46)
  })
})
