import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ItemMatrix } from '../../../src/curves/item-matrix.ts'
import { adjustVerdicts } from '../../../src/curves/verdict/adjust-verdicts.ts'
import { emergenceVerdict, type VerdictInput } from '../../../src/curves/verdict/emergence-verdict.ts'
import { RULE_1 } from '../../../src/curves/verdict/rule.ts'
import type { DecidedVerdict, Verdict } from '../../../src/curves/verdict/verdict-report.ts'
import { randomStream } from '../../../src/domain/random.ts'
import { EIGHT_SIZES, FIVE_SIZES, makeMatrix, simulateSkill } from '../../fixtures/curves.ts'

function decided(input: VerdictInput): DecidedVerdict {
  const report = emergenceVerdict(input)
  if (report.verdict === 'not_identifiable') throw new Error(JSON.stringify(report.unmet))
  return report
}

/** A curve that jumps between the third size and the fourth. */
const JUMP = { x: FIVE_SIZES, token: [0.15, 0.15, 0.15, 0.9, 0.9], length: 4, items: 60 }

describe('simulated truths', () => {
  const logistic = (x: readonly number[], low: number, high: number) =>
    x.map((size) => low + (high - low) / (1 + Math.exp(-2.2 * (size - 9.3))))
  const line = FIVE_SIZES.map((size) => 0.02 + (0.5 * (size - 8.69)) / 1.45)

  /** How often each verdict came, in 40 runs. */
  function verdictsOf(
    name: string,
    skill: Omit<Parameters<typeof simulateSkill>[0], 'items'>,
    items: number,
  ): { readonly [verdict in Verdict]?: number } {
    const counts: { [verdict in Verdict]?: number } = {}
    for (let run = 0; run < 40; run++) {
      const report = emergenceVerdict({
        ...simulateSkill({ ...skill, items }, name, run),
        chance: skill.chance ?? 0,
      })
      counts[report.verdict] = (counts[report.verdict] ?? 0) + 1
    }
    return counts
  }

  test.each([
    ['a jump of 0.15 to 0.9', JUMP],
    ['a jump of one token', { ...JUMP, token: [0.02, 0.02, 0.02, 0.6, 0.6], length: 1 }],
  ])('%s is emergent', (name, skill) => {
    expect(verdictsOf(name, skill, 200).emergent).toBe(40)
  })

  test('no jump is seen in a straight line, and hardly an artefact', () => {
    const counts = verdictsOf('line', { x: FIVE_SIZES, token: line, length: 1 }, 200)
    expect(counts.emergent).toBeUndefined()
    expect(counts.smooth).toBeGreaterThanOrEqual(35)
  })

  test('a smooth rise of tokens under a metric that wants all of eight is an artefact', () => {
    const skill = { x: EIGHT_SIZES, token: logistic(EIGHT_SIZES, 0.2, 0.97), length: 8 }
    const counts = verdictsOf('smooth tokens', skill, 200)
    expect(counts.emergent).toBeUndefined()
    expect(counts.metric_artefact).toBeGreaterThanOrEqual(36)
  })

  test.each([
    ['at 0', 0],
    ['at a quarter', 0.25],
  ])('a flat curve %s is flat', (name, chance) => {
    const skill = { x: FIVE_SIZES, token: FIVE_SIZES.map(() => 0.01), length: 1, chance }
    const counts = verdictsOf(name, skill, 400)
    expect(counts.emergent).toBeUndefined()
    expect(counts.metric_artefact).toBeUndefined()
    expect(counts.flat).toBeGreaterThanOrEqual(36)
  })
})

describe('what a verdict needs', () => {
  const curve = simulateSkill(JUMP, 'needs')
  const cut = (matrix: ItemMatrix, items: number, sizes: number): ItemMatrix =>
    makeMatrix(
      matrix.values.slice(0, items).map((row) => row.slice(0, sizes)),
      matrix.x.slice(0, sizes),
    )

  test.each<[string, Partial<VerdictInput>, unknown[]]>([
    ['four sizes', { primary: cut(curve.primary, 60, 4) }, [{ condition: 'sizes', found: 4, needed: 5 }]],
    [
      'less than a decade',
      { primary: { ...curve.primary, x: [9, 9.1, 9.2, 9.3, 9.4] } },
      [{ condition: 'decades', found: expect.closeTo(0.4, 9), needed: 1 }],
    ],
    ['29 items', { primary: cut(curve.primary, 29, 5) }, [{ condition: 'items', found: 29, needed: 30 }]],
    ['two families', { families: ['A', 'B'] }, [{ condition: 'one_family', families: ['A', 'B'] }]],
    [
      'two models of one size',
      { primary: { ...curve.primary, x: [8, 9, 9, 9.5, 10] } },
      [
        { condition: 'sizes', found: 4, needed: 5 },
        { condition: 'distinct_sizes', repeated: [9] },
      ],
    ],
    ['no score of guessing', { chance: undefined }, [{ condition: 'chance' }]],
    [
      'a score that is no number',
      {
        primary: {
          ...curve.primary,
          values: curve.primary.values.map((row) => [Number.NaN, ...row.slice(1)]),
        },
      },
      [{ condition: 'finite_scores' }],
    ],
    [
      'nothing at all',
      { primary: makeMatrix([], []) },
      [
        { condition: 'sizes', found: 0, needed: 5 },
        { condition: 'decades', found: 0, needed: 1 },
        { condition: 'items', found: 0, needed: 30 },
      ],
    ],
  ])('%s', (_name, changes, unmet) => {
    const report = emergenceVerdict({ primary: curve.primary, chance: 0, ...changes })
    expect(report).toMatchObject({ verdict: 'not_identifiable', unmet })
    expect(report.needed).toHaveLength(unmet.length)
  })

  test('families may be declared one line; a decade and 30 items suffice', () => {
    const report = emergenceVerdict({
      primary: { ...cut(curve.primary, 30, 5), x: [8.1, 8.3, 8.5, 9, 9.1] },
      chance: 0,
      families: ['A', 'B'],
      familiesDeclared: true,
    })
    expect(report.verdict).not.toBe('not_identifiable')
  })

  test('a companion of other items or sizes is refused', () => {
    for (const companion of [cut(curve.companion, 59, 5), cut(curve.companion, 60, 4)])
      expect(() => emergenceVerdict({ primary: curve.primary, companion, chance: 0 })).toThrow(RangeError)
  })
})

describe('a verdict', () => {
  const curve = simulateSkill(JUMP, 'facts')

  test('carries rule, floor, gap, p-values, candidates and share', () => {
    const report = decided({ ...curve, chance: 0, families: ['A'] })
    expect(report).toMatchObject({
      verdict: 'emergent',
      rule: { name: 'rule-2', alpha: 0.05, floorBand: 0.15, acceleration: 2, share: 0.5 },
      items: 60,
      families: ['A'],
      apparent: { floorSizes: 3 },
      gap: { left: 2, low: FIVE_SIZES[2], high: FIVE_SIZES[3] },
      needed: [],
    })
    expect(report.pEmergent).toBe(Math.max(report.pApparent, report.pSharp ?? 1))
    expect(report.companion?.sharpness?.candidates.map(({ left }) => left)).toEqual([1, 2, 3])
    const { share = Number.NaN, interval } = report.share ?? {}
    expect(share).toBeGreaterThan(0.7)
    expect(interval?.low).toBeLessThan(share)
    expect(interval?.high).toBeGreaterThan(share)
  })

  test('without a companion is undetermined where emergence is apparent, and says what is needed', () => {
    const report = decided({ primary: curve.primary, chance: 0 })
    expect(report).toMatchObject({
      verdict: 'undetermined',
      cause: 'no_companion',
      needed: [{ what: 'companion' }],
      gap: { left: 2 },
    })
    expect([report.pSharp, report.pLeft, report.pEmergent, report.share]).toEqual(Array(4).fill(undefined))
  })

  test('takes other constants than rule 1’s', () => {
    const strict = { ...RULE_1, name: 'strict', minimumItems: 61 }
    expect(emergenceVerdict({ ...curve, chance: 0 }, strict)).toMatchObject({
      verdict: 'not_identifiable',
      rule: { name: 'strict' },
    })
  })

  test('a gap that is most of the range is no candidate, but counts among them', () => {
    const x = [8, 8.1, 8.2, 9.6, 9.7]
    const report = decided({
      primary: { ...curve.primary, x },
      companion: { ...curve.companion, x },
      chance: 0,
    })
    const candidates = report.companion?.sharpness?.candidates ?? []
    expect(candidates.map(({ state }) => state)).toEqual(['tested', 'too_wide', 'tested'])
    expect(report.verdict).not.toBe('emergent')
  })

  test('scores without any spread are decided by themselves', () => {
    const constant = (row: readonly number[]) => makeMatrix(Array.from({ length: 40 }, () => row))
    expect(decided({ primary: constant([0, 0, 0, 0, 0]), chance: 0 }).verdict).toBe('flat')
    const jump = decided({
      primary: constant([0, 0, 0, 1, 1]),
      companion: constant([-2, -2, -2, -0.1, -0.1]),
      chance: 0,
    })
    expect(jump).toMatchObject({ verdict: 'emergent', pApparent: 0, pSharp: 0, share: { share: 1 } })
    // Equal on paper, but not in binary: neither a rise nor a p of 0.
    const level = decided({ primary: constant([0.1 + 0.2, 0.3, 0.3, 0.3, 0.3]), chance: 0.25 })
    expect(level).toMatchObject({ verdict: 'flat', pApparent: 1, pTrend: 1 })
  })

  test('does not know the order of items, nor the unit and origin of the companion', () => {
    const base = decided({ ...curve, chance: 0 })
    const order = randomStream('order').shuffle(curve.primary.values.map((_, item) => item))
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        (unit, origin) => {
          const shuffled = (matrix: ItemMatrix, change: (value: number) => number) => ({
            ...matrix,
            values: order.map((item) => (matrix.values[item] ?? []).map(change)),
          })
          const other = decided({
            primary: shuffled(curve.primary, (value) => value),
            companion: shuffled(curve.companion, (value) => unit * value + origin),
            chance: 0,
          })
          expect(other.verdict).toBe(base.verdict)
          for (const name of ['pApparent', 'pSharp', 'pLeft', 'pTrend'] as const)
            expect(Math.log10(other[name] ?? Number.NaN)).toBeCloseTo(Math.log10(base[name] ?? Number.NaN), 4)
          expect(other.share?.interval?.low).toBeCloseTo(base.share?.interval?.low ?? Number.NaN, 6)
        },
      ),
      { numRuns: 20 },
    )
  })

  test('does not know the unit of the primary metric, given its chance and maximum', () => {
    const percent = {
      ...curve.primary,
      values: curve.primary.values.map((row) => row.map((y) => 25 + 75 * y)),
    }
    const base = decided({ ...curve, chance: 0 })
    const other = decided({ primary: percent, companion: curve.companion, chance: 25, maximum: 100 })
    expect(other.verdict).toBe(base.verdict)
    expect(other.pApparent).toBeCloseTo(base.pApparent, 12)
    expect(other.apparent.floorSizes).toBe(base.apparent.floorSizes)
  })
})

describe('what is needed to say more', () => {
  const times = (matrix: ItemMatrix, copies: number): ItemMatrix => ({
    ...matrix,
    values: Array.from({ length: copies }, () => matrix.values).flat(),
  })

  test('so many items as are asked for decide a curve that is as it was estimated', () => {
    const skill = { x: FIVE_SIZES, token: FIVE_SIZES.map(() => 0.01), length: 1, items: 40, chance: 0.25 }
    const found = Array.from({ length: 12 }, (_, run) => simulateSkill(skill, 'few', run)).flatMap(
      (curve) => {
        const report = decided({ primary: curve.primary, chance: 0.25 })
        const [need] = report.needed.filter((one) => one.what === 'items' && one.verdict === 'flat')
        return report.cause === 'no_trend' && need?.what === 'items' ? [{ curve, count: need.count }] : []
      },
    )
    expect(found.length).toBeGreaterThan(3)
    for (const { curve, count } of found) {
      expect(count).toBeGreaterThan(40)
      const many = times(curve.primary, Math.ceil(count / 40))
      expect(decided({ primary: many, chance: 0.25 }).flat.isFlat).toBe(true)
    }
  })

  test('a jump that too few items show is told how many would', () => {
    // A companion whose noise hides the jump.
    const { primary, companion } = simulateSkill(JUMP, 'noisy')
    const random = randomStream('noise')
    const noisy = {
      ...companion,
      values: companion.values.map((row) => row.map((value) => value + 12 * (random.unit() - 0.5))),
    }
    const report = decided({ primary, companion: noisy, chance: 0 })
    expect(report).toMatchObject({ verdict: 'undetermined', cause: 'not_resolved' })
    const [need] = report.needed.filter((one) => one.what === 'items' && one.verdict === 'emergent')
    if (need?.what !== 'items') throw new Error(JSON.stringify(report.needed))
    const copies = Math.ceil(need.count / 60)
    expect(
      decided({ primary: times(primary, copies), companion: times(noisy, copies), chance: 0 }).verdict,
    ).toBe('emergent')
  })

  test('a rise that scatters between models needs more sizes', () => {
    const rows = Array.from({ length: 100 }, (_, item) => {
      const off = item % 2 === 0 ? 0.05 : -0.05
      return [0.4, 0.75, 0.42, 0.8, 0.62].map((mean) => mean + off)
    })
    const report = decided({ primary: makeMatrix(rows), chance: 0 })
    expect(report).toMatchObject({ verdict: 'undetermined', cause: 'no_trend' })
    const [need] = report.needed
    expect(need).toMatchObject({ what: 'sizes', verdict: 'smooth' })
    expect(need?.what === 'sizes' && need.count).toBeGreaterThan(5)
  })
})

test('the p of emergence is adjusted over the curves that have one', () => {
  const jump = emergenceVerdict({ ...simulateSkill(JUMP, 'adjusted'), chance: 0 })
  const flat = emergenceVerdict({
    ...simulateSkill({ ...JUMP, token: FIVE_SIZES.map(() => 0.01) }, 'adjusted'),
    chance: 0,
  })
  const alone = emergenceVerdict({ primary: simulateSkill(JUMP, 'adjusted').primary, chance: 0 })
  const [first, second, third] = adjustVerdicts([jump, flat, alone])
  const p = jump.verdict === 'emergent' ? (jump.pEmergent ?? 1) : 1
  expect(first?.pAdjusted).toBeCloseTo(2 * p, 12)
  expect(first?.stands).toBe(true)
  expect(second).toMatchObject({ stands: undefined })
  expect(third).toBeUndefined()
  const narrowly = { ...jump, pEmergent: 0.04 } as DecidedVerdict
  expect(adjustVerdicts([narrowly, flat])[0]).toEqual({ pAdjusted: 0.08, stands: false })
})

test('a curve without a floor counts in the family: its p of emergence is 1', () => {
  const [jump, high] = [JUMP, { ...JUMP, token: FIVE_SIZES.map((_, at) => 0.85 + 0.03 * at) }].map((truth) =>
    decided({ ...simulateSkill(truth, 'family'), chance: 0 }),
  )
  expect(high).toMatchObject({ apparent: { floorSizes: 0 }, pSharp: undefined, pEmergent: 1 })
  const p = jump?.pEmergent ?? 1
  expect(p).toBeLessThan(0.05)
  expect(adjustVerdicts([jump, high].filter((one) => one !== undefined))[0]?.pAdjusted).toBeCloseTo(2 * p, 12)
})
