import { expect, test } from 'vitest'
import { createLatencies } from '../../src/run/attempt-limits.ts'

const S = 1000
const repeat = (count: number, latencyMs: number) => Array.from({ length: count }, () => latencyMs)

test.each<readonly [string, number, readonly number[], number, number | undefined]>([
  ['nothing is known', 60 * S, [], 60 * S, undefined],
  ['a quick model: the least, and late after 5 s', 60 * S, repeat(40, 50), 60 * S, 5 * S],
  ['few answers do not tell what is late', 60 * S, repeat(19, 50), 60 * S, undefined],
  ['a slow model: about four times its 99th percentile', 60 * S, repeat(3, 30 * S), 130 * S, undefined],
  ['the first answers count at once', 60 * S, [100 * S], 431 * S, undefined],
  [
    'one straggler in 1,000 does not',
    60 * S,
    [...repeat(31, 1 * S), 300 * S, ...repeat(968, 1 * S)],
    60 * S,
    5 * S,
  ],
  [
    'one in 50 does',
    60 * S,
    Array.from({ length: 640 }, (_, n) => (n % 50 === 0 ? 40 * S : S)),
    174 * S,
    undefined,
  ],
  ['a configured time-out is the least', 5 * S, repeat(40, 10), 5 * S, undefined],
  ['late between the two', 60 * S, repeat(40, 4 * S), 60 * S, 17 * S],
])('%s', (_, leastMs, latencies, timeoutMs, lateMs) => {
  const known = createLatencies(leastMs)
  for (const latency of latencies) known.answered(latency)
  const limits = known.limits()
  expect(limits.timeoutMs / timeoutMs).toBeGreaterThan(0.85)
  expect(limits.timeoutMs / timeoutMs).toBeLessThan(1.2)
  expect(limits.lateMs === undefined).toBe(lateMs === undefined)
  if (lateMs !== undefined) expect((limits.lateMs ?? 0) / lateMs).toBeGreaterThan(0.8)
})
