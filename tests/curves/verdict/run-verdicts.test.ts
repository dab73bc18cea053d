import { describe, expect, test } from 'vitest'
import { curveBuilder } from '../../../src/curves/aggregate.ts'
import type { CurveMetric, CurveTask } from '../../../src/curves/curve-context.ts'
import type { CurveRow } from '../../../src/curves/curve-row.ts'
import { benjaminiHochberg } from '../../../src/curves/paired/adjust.ts'
import { lineName, type RunVerdictOptions, runVerdicts } from '../../../src/curves/verdict/run-verdicts.ts'
import { EIGHT_SIZES, FIVE_SIZES, simulateSkill } from '../../fixtures/curves.ts'

const EXACT: CurveMetric = { column: 'score_exact_match', kind: 'discontinuous', chance: 0, maximum: 1 }
const DIGITS: CurveMetric = { column: 'score_digit_accuracy', kind: 'continuous', chance: 0, maximum: 1 }
const JUMP = { x: FIVE_SIZES, token: [0.15, 0.15, 0.15, 0.9, 0.9], length: 4, items: 60 }

interface Asked {
  readonly task: string
  readonly shots?: number
  readonly changes?: Partial<CurveRow>
  /** By size. */
  readonly familyAt?: (size: number) => string
  readonly engineAt?: (size: number) => string
  readonly withCompanion?: (size: number) => boolean
  readonly skill?: Parameters<typeof simulateSkill>[0]
}

/** Rows of a jump. */
function rowsOf({ task, shots = 8, changes = {}, skill = JUMP, ...asked }: Asked): CurveRow[] {
  const { primary, companion } = simulateSkill(skill, task, shots)
  return primary.values.flatMap((scores, item) =>
    scores.map((score, size): CurveRow => {
      const family = asked.familyAt?.(size) ?? 'Ladder'
      const digits = companion.values[item]?.[size] ?? Number.NaN
      return {
        model: `${family}-${size}`,
        provider: 'local',
        engine: asked.engineAt?.(size) ?? 'engine 1',
        family,
        parameters: Math.round(10 ** (skill.x[size] ?? 0)),
        task,
        rendering: 'raw',
        instruction: 'off',
        control: 'gold',
        sampling: 'shared',
        shots,
        draw: 0,
        repeat: 0,
        item: String(item),
        outcome: 'ok',
        target: '3',
        scores: {
          score_exact_match: score,
          ...(asked.withCompanion?.(size) === false ? {} : { score_digit_accuracy: digits }),
        },
        ...changes,
      }
    }),
  )
}

const PAIR = { primary: 'score_exact_match', companion: 'score_digit_accuracy' }

function verdictsOf(asked: readonly Asked[], options: Partial<RunVerdictOptions> = {}, kind = EXACT.kind) {
  const names = [...new Set(asked.map(({ task }) => task))]
  const tasks = names.map(
    (name): CurveTask => ({ name, metrics: [{ ...EXACT, kind }, DIGITS], plannedItems: 60 }),
  )
  const builder = curveBuilder({ tasks, models: {} })
  for (const one of asked) for (const row of rowsOf(one)) builder.add(row)
  const pairs = new Map(names.map((name) => [name, PAIR]))
  return runVerdicts(builder.cells(), { tasks, models: {} }, { pairs, ...options })
}

test('one verdict a task and number of demonstrations, that of the most leads', () => {
  const found = verdictsOf([
    { task: 'adding', shots: 0 },
    { task: 'adding', shots: 4 },
    { task: 'counting', shots: 2 },
  ])
  expect(found.map(({ curve, leads, verdict }) => [curve.task, curve.shots, leads, verdict])).toEqual([
    ['adding', 0, false, 'emergent'],
    ['adding', 4, true, 'emergent'],
    ['counting', 2, true, 'emergent'],
  ])
  expect(found.every(({ companionLacks }) => companionLacks === undefined)).toBe(true)
})

test('a continuous primary metric has none, nor has a task that nobody judges', () => {
  expect(verdictsOf([{ task: 'adding' }], {}, 'continuous')).toEqual([])
  expect(verdictsOf([{ task: 'adding' }], { pairs: new Map() })).toEqual([])
})

describe('the adjustment', () => {
  test('is over tasks: those at their most demonstrations together, others by their number', () => {
    const found = verdictsOf([
      { task: 'a', shots: 8 },
      { task: 'b', shots: 8 },
      { task: 'c', shots: 4 },
      { task: 'a', shots: 4 },
      { task: 'b', shots: 4 },
    ])
    const p = (task: string, shots: number) =>
      found.find((one) => one.curve.task === task && one.curve.shots === shots)
    const raw = (of: ReturnType<typeof p>) =>
      of?.report.verdict === 'not_identifiable' ? Number.NaN : (of?.report.pEmergent ?? Number.NaN)
    for (const family of [
      [p('a', 8), p('b', 8), p('c', 4)],
      [p('a', 4), p('b', 4)],
    ]) {
      const expected = benjaminiHochberg(family.map(raw))
      expect(family.map((one) => one?.adjusted?.p)).toEqual(expected)
      expect(family.map((one) => one?.adjusted?.tasks)).toEqual(family.map(() => family.length))
    }
  })

  test('takes an emergent back that so many tasks would show by chance', () => {
    // A jump that is just found, among tasks at the floor that rise late and find none.
    const weak = { x: EIGHT_SIZES, token: [0.15, 0.2, 0.15, 0.2, 0.15, 0.5, 0.65, 0.7], length: 2, items: 60 }
    const late = { ...JUMP, token: [0.3, 0.34, 0.38, 0.5, 0.75], length: 4 }
    const others = Array.from({ length: 60 }, (_, at) => ({ task: `other-${at}`, skill: late }))
    const alone = verdictsOf([{ task: 'weak-2', skill: weak }])[0]
    const among = verdictsOf([{ task: 'weak-2', skill: weak }, ...others])[0]
    if (alone?.report.verdict !== 'emergent' || alone.report.pEmergent === undefined)
      throw new Error(alone?.verdict)
    expect(alone.verdict).toBe('emergent')
    expect(alone.adjusted).toEqual({ p: alone.report.pEmergent, tasks: 1 })
    expect([among?.report.verdict, among?.verdict]).toEqual(['emergent', 'undetermined'])
    expect(among?.adjusted?.p).toBeGreaterThan(0.05)
  })
})

describe('lines', () => {
  const familyAt = (size: number) => (size < 2 ? 'One' : 'Other')

  test('of two families are two, and joined they are declared to be one', () => {
    const apart = verdictsOf([{ task: 'adding', familyAt }])
    expect(apart.map(({ curve, verdict }) => [lineName(curve), verdict])).toEqual([
      ['One', 'not_identifiable'],
      ['Other', 'not_identifiable'],
    ])
    const joined = verdictsOf([{ task: 'adding', familyAt }], { join: ['family'] })
    expect(joined.map(({ curve, verdict }) => [lineName(curve), verdict])).toEqual([
      ['One + Other', 'emergent'],
    ])
  })

  test('find their companion though it lacks a size, and say that it does', () => {
    const withCompanion = (size: number) => size > 0
    const [found] = verdictsOf([{ task: 'adding', withCompanion, engineAt: (size) => `engine ${size}` }])
    expect([found?.verdict, found?.companionLacks]).toEqual([
      'undetermined',
      { reason: 'sizes', models: ['Ladder-0'] },
    ])
  })

  test('of one ladder on two engines have a companion each', () => {
    const found = verdictsOf([
      { task: 'adding' },
      { task: 'adding', engineAt: () => 'engine 2', withCompanion: () => false },
    ])
    expect(
      found.map(({ curve, companionLacks, leads }) => [curve.models[0]?.engine, companionLacks, leads]),
    ).toEqual([
      ['engine 1', undefined, true],
      ['engine 2', { reason: 'not_measured' }, true],
    ])
  })
})
