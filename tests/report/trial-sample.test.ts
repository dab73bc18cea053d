import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OUTCOMES } from '../../src/domain/outcome.ts'
import { cellKey } from '../../src/report/cell-key.ts'
import { kindOf, type SampleRow, trialSample } from '../../src/report/trial-sample.ts'
import { pointWith } from '../charts/demo-points.ts'
import { resultOf } from './report-input.ts'

const primary = { column: 'score_exact_match', maximum: 1 }
const sampler = (perCell: number, seed = 1) => trialSample({ perCell, seed, primaryOf: () => primary })

test.each([
  ['ok', 1, 'right'],
  ['ok', 0, 'wrong'],
  ['ok', 0.5, 'wrong'],
  ['truncated', 0, 'no_answer'],
  ['unparsed', 0, 'no_answer'],
  ['empty', 0, 'no_answer'],
  ['refused', 0, 'no_answer'],
  ['failed', undefined, 'no_answer'],
  ['skipped', undefined, 'right'],
  ['ok', undefined, 'right'],
] as const)('%s with score %s is %s', (outcome, score, kind) => {
  expect(kindOf({ outcome, scores: score === undefined ? {} : { score_exact_match: score } }, primary)).toBe(
    kind,
  )
})

const rows: fc.Arbitrary<SampleRow[]> = fc
  .uniqueArray(
    fc.record({
      key: fc.string({ minLength: 8, maxLength: 8 }),
      shots: fc.constantFrom(0, 4),
      outcome: fc.constantFrom(...OUTCOMES),
      score: fc.constantFrom(0, 1),
    }),
    { selector: ({ key }) => key, maxLength: 60 },
  )
  .map((list) =>
    list.map(({ key, shots, outcome, score }) =>
      resultOf(pointWith({ score: 0, shots }), {
        trialKey: key,
        outcome,
        scores: outcome === 'failed' || outcome === 'skipped' ? {} : { score_exact_match: score },
      }),
    ),
  )

test('laws of the sample', () => {
  fc.assert(
    fc.property(
      rows,
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 9 }),
      (all, perCell, seed) => {
        const sample = sampler(perCell, seed)
        for (const row of all) sample.add(row)
        const kept = new Set(sample.keys())
        const shuffled = sampler(perCell, seed)
        for (const row of all.toReversed()) shuffled.add(row)
        // The order of the rows does not matter.
        expect(new Set(shuffled.keys())).toEqual(kept)
        for (const members of Map.groupBy(all, cellKey).values()) {
          const count = (kind: string, among = members) =>
            among.filter((row) => kindOf(row, primary) === kind).length
          const chosen = members.filter(({ trialKey }) => kept.has(trialKey))
          // Each cell is full, or has all of its trials.
          expect(chosen).toHaveLength(Math.min(perCell, members.length))
          // No right trial stands where a wrong one or one without an answer was left out.
          const left =
            count('wrong') + count('no_answer') - count('wrong', chosen) - count('no_answer', chosen)
          if (count('right', chosen) > 0) expect(left).toBe(0)
          // Neither kind of trouble crowds out the other.
          for (const kind of ['wrong', 'no_answer'])
            expect(count(kind, chosen)).toBeGreaterThanOrEqual(Math.min(count(kind), Math.floor(perCell / 2)))
          const counts = sample.counts().get(cellKey(members[0] ?? resultOf(pointWith({ score: 0 }))))
          expect(counts).toEqual({
            right: count('right'),
            wrong: count('wrong'),
            no_answer: count('no_answer'),
          })
        }
      },
    ),
  )
})

test('every trial of a kind has the same chance, and another seed takes others', () => {
  const all = Array.from({ length: 200 }, (_, index) =>
    resultOf(pointWith({ score: 0 }), { trialKey: index.toString(16).padStart(32, '0') }),
  )
  const times = new Map<string, number>()
  for (let seed = 0; seed < 500; seed++) {
    const sample = sampler(20, seed)
    for (const row of all) sample.add(row)
    for (const key of sample.keys()) times.set(key, (times.get(key) ?? 0) + 1)
  }
  // Each is taken with p = 0.1 in 500 draws: 50 ± 6.7, and of 200 none is likely beyond five deviations.
  expect(times.size).toBe(200)
  for (const count of times.values()) expect(Math.abs(count - 50)).toBeLessThan(34)
})
