import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startDeadline } from '../../src/sandbox/deadline.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Milliseconds on the clock until a deadline of a second expires, by the share of a processor that is had. */
const CASES: readonly [share: number | undefined, from: number, to: number][] = [
  [1, 1000, 1050],
  [0.5, 2000, 2100],
  [0.3, 3333, 3500],
  [0.1, 4000, 4050],
  [0, 4000, 4050],
  [undefined, 1000, 1000],
]

test.each(CASES)('with %s of a processor, a second ends between %i and %i ms', (share, from, to) => {
  const begun = performance.now()
  let expired: number | undefined
  const used = (): number | undefined => (share === undefined ? undefined : 500 + share * performance.now())
  startDeadline(1000, used, () => {
    expired = performance.now() - begun
  })
  vi.advanceTimersByTime(10_000)
  expect(expired).toBeGreaterThanOrEqual(from)
  expect(expired).toBeLessThanOrEqual(to)
})

test('a deadline that is stopped never expires', () => {
  const stop = startDeadline(
    1000,
    () => undefined,
    () => expect.unreachable(),
  )
  vi.advanceTimersByTime(999)
  stop()
  vi.advanceTimersByTime(10_000)
})
