import { describe, expect, test } from 'vitest'
import { createConcurrencyWindow } from '../../src/run/concurrency-window.ts'

type Window = ReturnType<typeof createConcurrencyWindow>

/** Sends as many as the window allows, all of which are answered. */
function roundTrip(window: Window): void {
  for (let left = window.size; left > 0; left--) {
    window.sent()
    window.answered(true)
  }
}

function sizes(window: Window, rounds: number): number[] {
  return Array.from({ length: rounds }, () => {
    roundTrip(window)
    return window.size
  })
}

describe('before the first refusal', () => {
  test.each([
    [100, [16, 32, 64, 100, 100]],
    [32, [16, 32, 32, 32, 32]],
    [8, [8, 8, 8, 8, 8]],
    [3, [3, 3, 3, 3, 3]],
    [1, [1, 1, 1, 1, 1]],
  ])('doubles each round trip to a ceiling of %i', (ceiling, expected) => {
    expect(sizes(createConcurrencyWindow(ceiling), 5)).toEqual(expected)
  })

  test('does not grow where it is not used', () => {
    const window = createConcurrencyWindow(32)
    for (let answer = 0; answer < 50; answer++) window.answered(false)
    expect(window.size).toBe(8)
  })

  test('sessions with a number of their own are let alone', () => {
    const window = createConcurrencyWindow(Number.POSITIVE_INFINITY)
    window.refused(window.sent())
    expect(window.size).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('after a refusal', () => {
  test('adds one each round trip', () => {
    const window = createConcurrencyWindow(100)
    sizes(window, 2)
    window.refused(window.sent())
    expect([window.size, ...sizes(window, 4)]).toEqual([16, 17, 18, 19, 20])
  })

  test('a burst is one halving, and the next burst another', () => {
    const window = createConcurrencyWindow(64)
    const tickets = Array.from({ length: 16 }, () => window.sent())
    for (const ticket of tickets) window.refused(ticket)
    expect(window.size).toBe(4)
    window.refused(window.sent())
    expect(window.size).toBe(2)
  })

  test('never falls below 1', () => {
    const window = createConcurrencyWindow(8)
    for (let refusal = 0; refusal < 9; refusal++) window.refused(window.sent())
    expect(window.size).toBe(1)
  })

  test('the refused level is tried again only after 100 answers and 20 round trips', () => {
    const window = createConcurrencyWindow(64)
    window.refused(window.sent())
    const answers = [5, 6, 7, 8].map((size) => {
      let count = 0
      for (; window.size < size; count++) {
        window.sent()
        window.answered(true)
      }
      return count
    })
    expect(answers).toEqual([4, 5, 6, Math.max(100, 20 * 7) - 15])
  })

  test('a refusal below that level lifts it', () => {
    const window = createConcurrencyWindow(64)
    window.refused(window.sent())
    window.refused(window.sent())
    expect([window.size, ...sizes(window, 7)]).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
  })
})

test.each([1, 2, 5, 8, 10, 20, 33, 64])('settles at a server with %i places, refusing few', (places) => {
  const window = createConcurrencyWindow(100)
  const flying: number[] = []
  let refused = 0
  let sent = 0
  let sum = 0
  const requests = 6000
  const counted = 1000
  for (let step = 0; step < requests; step++) {
    while (flying.length < window.size) {
      const ticket = window.sent()
      if (step > counted) sent++
      if (flying.length < places) {
        flying.push(ticket)
        continue
      }
      if (step > counted) refused++
      window.refused(ticket)
    }
    flying.shift()
    window.answered(flying.length + 1 >= window.size)
    if (step > counted) sum += window.size
  }
  expect(refused / sent).toBeLessThan(0.02)
  expect(sum / (requests - counted) / places).toBeGreaterThan(0.7)
  expect(window.size).toBeLessThanOrEqual(places + 1)
})
