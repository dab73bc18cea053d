import { describe, expect, test } from 'vitest'
import { fitHingeAt } from '../../../src/curves/shape/hinge-fit.ts'
import { fitLinear } from '../../../src/curves/shape/linear-fit.ts'

/** Counts of 100 at sizes 0.4 decades apart. */
function countsOf(successes: readonly number[]) {
  return { x: successes.map((_, at) => 8 + 0.4 * at), successes, trials: successes.map(() => 100) }
}

describe('a straight line on the logit scale', () => {
  test.each<[string, readonly number[], boolean]>([
    ['a cell inside fixes one number, two fix both', [0, 40, 60, 100], true],
    ['one cell inside, with certain ones on both sides', [0, 0, 50, 100, 100], false],
    ['one cell inside, with certain ones that pull back', [0, 100, 50, 0, 100], true],
    ['none and all, apart', [0, 0, 100, 100], false],
    ['none and all, mixed', [0, 100, 0, 100], true],
    ['all right', [100, 100, 100], false],
  ])('%s', (_name, successes, isBounded) => {
    expect(fitLinear(countsOf(successes)).line !== undefined).toBe(isBounded)
  })
})

describe('a hinge whose breakpoint is known', () => {
  test.each<[string, readonly number[], number, boolean]>([
    ['cells inside on both sides', [10, 20, 30, 60, 90], 8.8, true],
    ['the only cell left of it has none right', [0, 60, 50, 45, 40, 42], 8.4, false],
    ['two cells left of it, one of them inside', [0, 60, 50, 45, 40, 42], 8.8, true],
    ['the only cell right of it has all right', [70, 50, 20, 10, 100], 9.2, false],
    ['certain cells on both sides of a bend that holds them', [0, 50, 50, 50, 0], 8.8, true],
    ['a cell right of it with none right, where the line falls', [20, 30, 30, 12, 0], 9.2, false],
  ])('%s', (_name, successes, breakpoint, isBounded) => {
    const fit = fitHingeAt(countsOf(successes), breakpoint)
    expect(fit.lines !== undefined).toBe(isBounded)
    expect(fit.logLikelihood).toBeLessThan(0)
  })
})
