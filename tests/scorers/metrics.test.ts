import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Options } from '../../src/domain/option-rule.ts'
import { similarity } from '../../src/scorers/metrics/edit-similarity.ts'
import { METRICS } from '../../src/scorers/metrics.ts'
import { plainNumber } from '../../src/scorers/plain-number.ts'
import { contextOf } from '../fixtures/scored.ts'

const chrfScore = (answer: string, target: string) => scoreOf('chrf', {}, answer, [target])

function scoreOf(name: string, options: Options, answer: string, targets: readonly string[]): number {
  const metric = METRICS[name]?.create(options, {})
  if (metric?.level !== 'trial') throw new Error(`no trial metric ${name}`)
  const score = metric.score(answer, targets, contextOf(answer, targets))
  if (typeof score !== 'number') throw new Error(`${name} gave no number`)
  return score
}

describe.each<[metric: string, options: Options, cases: [string, string[], number][]]>([
  [
    'exact_match',
    {},
    [
      ['Paris', ['Paris'], 1],
      ['Paris ', [' Paris'], 1],
      ['paris', ['Paris'], 0],
      ['UK', ['United Kingdom', 'UK'], 1],
    ],
  ],
  [
    'exact_match',
    { normalise: ['lower-case', 'strip-punctuation', 'collapse-spaces'] },
    [
      ['“Hello,  World!”', ['hello world'], 1],
      ['hello worlds', ['hello world'], 0],
    ],
  ],
  [
    'exact_match',
    { normalise: ['number'] },
    [
      ['$1,234.50', ['1234.5'], 1],
      ['007', ['7'], 1],
      ['-0', ['0'], 1],
      ['12345678901234567891', ['12345678901234567890'], 0],
      ['seven', ['7'], 0],
    ],
  ],
  ['exact_match', { normalise: ['nfkc'] }, [['ＡＢ１', ['AB1'], 1]]],
  ['exact_match', { normalise: ['strip-ascii-punctuation'] }, [['$1+«2».', ['1«2»'], 1]]],
  [
    'exact_match',
    { remove: [',', '^[\\s\\S]*#### '] },
    [
      ['1,234', ['So it is.\n#### 1234'], 1],
      ['1.234', ['1234'], 0],
    ],
  ],
  [
    'contains',
    { normalise: ['lower-case'] },
    [
      ['It is Paris, France', ['paris'], 1],
      ['It is Rome', ['paris'], 0],
      ['anything', [''], 0],
    ],
  ],
  [
    'edit_similarity',
    {},
    [
      ['sitting', ['kitten'], 1 - 3 / 7],
      ['', ['abc'], 0],
      ['abc', ['xyz', 'abd'], 2 / 3],
    ],
  ],
  ['edit_similarity', { normalise: ['lower-case'] }, [['PARIS', ['Paris'], 1]]],
  [
    'digit_accuracy',
    {},
    [
      ['4321', ['4321'], 1],
      ['4421', ['4321'], 3 / 4],
      ['321', ['4321'], 3 / 4],
      ['14321', ['4321'], 4 / 5],
      ['so it is 1,234', ['1234'], 1],
      ['-12', ['-12'], 1],
      ['12', ['-12'], 2 / 3],
      ['-12', ['-13'], 2 / 3],
      ['0', ['-7'], 0],
      ['1.5', ['1.25'], 1 / 3],
      ['3.50', ['3.5'], 1],
      ['0', ['0'], 1],
      ['', ['12'], 0],
      ['twelve', ['12'], 0],
    ],
  ],
])('%s %j', (name, options, cases) => {
  test.each(cases)('%j for %j scores %d', (answer, targets, score) => {
    expect(scoreOf(name, options, answer, targets)).toBeCloseTo(score, 12)
  })
})

// Expected values: python -c "from sacrebleu.metrics import CHRF; print(CHRF().sentence_score(h, [r]).score / 100)"
// with sacrebleu 2.6.0.
test.each([
  ['', 'something', 0],
  ['a', 'a', 1],
  ['a', 'b', 0],
  ['ab', 'abc', 0.6363636363636362],
  ['  spaced   out ', 'spaced out', 1],
  ['The cat sat', 'A cat sat on the mat.', 0.31013607473724675],
  ['😀a😀', 'a😀', 0.8749999999999999],
  ['éé\u3000é', 'e\u0301é', 0.1111111111111111],
  ['Bonjour tout le monde', 'Bonjour le monde !', 0.6641043512256091],
  ['我 喜欢\t狗', '我喜欢猫。', 0.37736568986568986],
  ['aaaaaaa', 'aaa', 0.7023643949930458],
  ['x', 'longer text here', 0.08771929824561403],
])('chrF of %j against %j', (hypothesis, reference, score) => {
  expect(chrfScore(hypothesis, reference)).toBeCloseTo(score, 12)
})

describe('laws', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 })

  test('edit similarity is symmetric, in [0, 1], and 1 only for equal texts', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const score = similarity(a, b)
        expect(score).toBe(similarity(b, a))
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score === 1).toBe(a === b)
      }),
    )
  })

  test('chrF is in [0, 1], and 1 for a text and itself', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(chrfScore(a, b)).toBeGreaterThanOrEqual(0)
        expect(chrfScore(a, b)).toBeLessThanOrEqual(1 + 1e-12)
        if (a.trim() !== '') expect(chrfScore(a, a)).toBeCloseTo(1, 12)
      }),
    )
  })

  test('digit accuracy of whole numbers is 1 exactly where they are equal', () => {
    const near = fc.integer({ min: -2000, max: 2000 })
    fc.assert(
      fc.property(near, near, (a, b) => {
        expect(scoreOf('digit_accuracy', {}, `${a}`, [`${b}`]) === 1).toBe(a === b)
        expect(scoreOf('digit_accuracy', {}, `${a}`, [`${a}`])).toBe(1)
      }),
    )
  })

  test('a number keeps its value in its shortest form', () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        expect(Number(plainNumber(`${number}`))).toBe(number)
        expect(plainNumber(number.toLocaleString('en-US'))).toBe(`${number}`)
      }),
    )
  })
})
