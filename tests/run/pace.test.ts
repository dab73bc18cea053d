import { describe, expect, test } from 'vitest'
import { createPace, type PaceLimits } from '../../src/run/pace.ts'
import { createTokenBucket } from '../../src/run/token-bucket.ts'
import { fakeClock } from './fake-clock.ts'

/** When each of so many requests may be sent, in ms. */
async function times(
  limits: PaceLimits,
  requests: readonly { reserve: number; use?: number; takes?: number }[],
) {
  const clock = fakeClock()
  const { signal } = new AbortController()
  const pace = createPace(limits, { ...clock, signal })
  if (pace === undefined) return requests.map(() => 0)
  const sent: number[] = []
  const send = async ({ reserve, use, takes = 0 }: (typeof requests)[number]) => {
    await pace.reserve(reserve, () => false)
    sent.push(Math.round(clock.now()))
    await clock.sleep(takes)
    pace.settle(reserve, use ?? reserve)
  }
  await clock.run(Promise.all(requests.map(send)))
  return sent
}

const many = (count: number, reserve = 0) => Array.from({ length: count }, () => ({ reserve }))

describe('requests a minute', () => {
  test.each([
    [3, [0, 20_000, 40_000, 60_000]],
    [60, [0, 1000, 2000, 3000]],
    [120, [0, 0, 504, 1008]],
  ])('%i', async (requestsPerMinute, expected) => {
    const sent = await times({ requestsPerMinute }, many(4))
    for (const [index, time] of expected.entries())
      expect(Math.abs((sent[index] ?? 0) - time)).toBeLessThan(10)
  })

  test.each([1, 7, 100, 600])('never more than %i in any minute, and near that many', async (limit) => {
    const sent = await times({ requestsPerMinute: limit }, many(3 * limit))
    const most = Math.max(
      ...sent.map((start) => sent.filter((time) => time >= start && time < start + 60_000).length),
    )
    expect(most).toBeLessThanOrEqual(limit)
    expect(most).toBeGreaterThanOrEqual(0.95 * limit)
  })
})

describe('tokens a minute', () => {
  test('a request larger than the bucket goes when it is full, and is paid for after', async () => {
    expect(await times({ tokensPerMinute: 6000 }, many(3, 1000))).toEqual([0, 10_168, 20_336])
  })

  test('what was reserved and not used is given back', async () => {
    const sent = await times(
      { tokensPerMinute: 6000 },
      Array.from({ length: 3 }, () => ({ reserve: 1000, use: 100, takes: 500 })),
    )
    expect(sent.every((time) => time <= 4000)).toBe(true)
  })

  test('what was used beyond the reservation is paid for', () => {
    let now = 0
    const bucket = createTokenBucket(6000, () => now)
    bucket.take(50)
    bucket.settle(-950)
    now = 9000
    expect(bucket.waitMs(50)).toBeGreaterThan(0)
    now = 10_000
    expect(bucket.waitMs(50)).toBe(0)
  })
})

test('a request that is no longer wanted gives its turn away', async () => {
  const clock = fakeClock()
  const pace = createPace({ requestsPerMinute: 1 }, { ...clock, signal: new AbortController().signal })
  const turns = [false, true, false].map((unwanted) =>
    pace?.reserve(0, () => unwanted).then((granted) => [granted, clock.now()]),
  )
  expect(await clock.run(Promise.all(turns))).toEqual([
    [true, 0],
    [false, 0],
    [true, 60_000],
  ])
})

test('no limit, no pace', () => {
  expect(createPace({}, { ...fakeClock(), signal: new AbortController().signal })).toBeUndefined()
})
