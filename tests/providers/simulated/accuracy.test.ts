import { describe, expect, test } from 'vitest'
import { tokenAccuracy } from '../../../src/providers/simulated/accuracy.ts'
import { readSimulatedSettings } from '../../../src/providers/simulated/settings.ts'

function truthOf(declared: unknown) {
  return readSimulatedSettings('sim', { truth: declared }).truth
}

const LINEAR = { kind: 'linear', floor: 0.1, ceiling: 0.5, from: '100M', to: '10B' }
const LOGISTIC = { kind: 'logistic', floor: 0.2, ceiling: 0.8, midpoint: '1B', width: 2 }
const POWER = { kind: 'power-law', scale: '1B', exponent: 0.5 }
const JUMP = { kind: 'jump', floor: 0.15, ceiling: 0.9, at: '1B' }
const KINK = { kind: 'kink', floor: 0.1, ceiling: 0.9, at: '1B', to: '100B' }

describe('accuracy by size', () => {
  test.each([
    ['flat', { kind: 'flat', level: 0.25 }, 1e12, 0.25],
    ['linear below', LINEAR, 1e7, 0.1],
    ['linear in the middle', LINEAR, 1e9, 0.3],
    ['linear above', LINEAR, 1e12, 0.5],
    ['logistic at its midpoint', LOGISTIC, 1e9, 0.5],
    ['logistic at 10 % of its rise', LOGISTIC, 1e8, 0.26],
    ['logistic at 90 % of its rise', LOGISTIC, 1e10, 0.74],
    ['power law at its scale', POWER, 1e9, Math.exp(-1)],
    ['power law at 100 times its scale', POWER, 1e11, Math.exp(-0.1)],
    ['jump just below', JUMP, 1e9 - 1, 0.15],
    ['jump from there on', JUMP, 1e9, 0.9],
    ['jump at a size that binary fractions miss', { ...JUMP, at: '1.1b' }, 1.1e9, 0.9],
    ['jump with a trend', { ...JUMP, slope: 0.05 }, 1e8, 0.1],
    ['jump with a trend, clipped', { ...JUMP, slope: 0.05 }, 1e12, 1],
    ['kink below', KINK, 5e8, 0.1],
    ['kink in the middle', KINK, 1e10, 0.5],
    ['kink above', KINK, 1e12, 0.9],
  ])('%s', (_name, declared, parameters, expected) => {
    expect(tokenAccuracy(truthOf(declared), parameters, 0)).toBeCloseTo(expected, 10)
  })
})

test.each([
  [0, 0.2 + 0.3 * 0.4],
  [2, 0.2 + 0.3 * 0.7],
  [1e9, 0.5],
])('%d shots go their declared share of the way from the floor', (shots, expected) => {
  const declared = truthOf({ ...LOGISTIC, shots: { zero: 0.4, half: 2 } })
  expect(tokenAccuracy(declared, 1e9, shots)).toBeCloseTo(expected, 8)
})

describe('settings that are refused', () => {
  test.each([
    ['an unknown key', { latency: 3 }, /latency/],
    ['an unknown truth', { truth: { kind: 'sharp' } }, /provider "sim", truth.kind: /],
    ['a truth with a key of another', { truth: { kind: 'flat', level: 0.1, at: 1e9 } }, /at/],
    ['a ceiling below the floor', { truth: { ...JUMP, ceiling: 0.1 } }, /floor must not be above/],
    ['a size that is none', { truth: { ...JUMP, at: '1 billion' } }, /size such as 135M/],
    ['a range the wrong way round', { truth: { ...LINEAR, to: '1M' } }, /from must be below to/],
    ['a kink that ends before it starts', { truth: { ...KINK, to: '1M' } }, /at must be below to/],
    ['shares above one', { item_share: 0.7, noise: 0.4 }, /together must not exceed 1/],
    ['a rate above one', { failure_rate: 1.5 }, /failure_rate|<=1/],
    ['no kinds of failure', { failure_kinds: [] }, /failure_kinds|>=1/],
  ])('%s', (_name, settings, message) => {
    expect(() => readSimulatedSettings('sim', settings)).toThrow(message)
  })
})

test('every problem is told', () => {
  expect(() => readSimulatedSettings('sim', { seed: 'x', latency_ms: -1 })).toThrow(
    /provider "sim", seed: .*\nprovider "sim", latency_ms: /,
  )
})
