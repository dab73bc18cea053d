import { describe, expect, test } from 'vitest'
import { ProviderError, type ProviderErrorKind } from '../../src/domain/provider-error.ts'
import { DEFAULT_RETRY_POLICY, type RetryDeps, tryCall } from '../../src/run/retry.ts'
import { Drained } from '../../src/run/sending.ts'
import { createTraffic, type TrafficLimits } from '../../src/run/traffic.ts'
import { fakeClock } from './fake-clock.ts'

/** Answers a request at a time, or fails it with a kind and status. */
type Server = (at: number) => { readonly takes: number; readonly fails?: ProviderError }

const failure = (kind: ProviderErrorKind, status?: number, retryAfterMs?: number) =>
  new ProviderError(kind, { provider: 'p', kind, status, retryAfterMs })

function start(server: Server, limits: TrafficLimits = { concurrency: 32 }) {
  const clock = fakeClock()
  const draining = new AbortController()
  const deps = {
    ...clock,
    random: () => 0.5,
    signal: new AbortController().signal,
    draining: draining.signal,
  }
  const traffic = createTraffic(limits, deps)
  const counts = { sent: 0, failed: 0, inFlight: 0, most: 0 }
  const sentAt: number[] = []
  const call = async () => {
    counts.sent++
    sentAt.push(clock.now())
    counts.most = Math.max(counts.most, ++counts.inFlight)
    const { takes, fails } = server(clock.now())
    await clock.sleep(takes)
    counts.inFlight--
    if (fails === undefined) return 'answer'
    counts.failed++
    throw fails
  }
  let cancelledBy: ProviderError | undefined
  const retryDeps: RetryDeps = {
    ...deps,
    route: {
      send: (sending) => traffic.send({ ...sending, cancelledBy: () => cancelledBy }),
      backOff: traffic.backOff,
      limits: () => ({ timeoutMs: 60_000, lateMs: undefined }),
    },
  }
  const ask = () => tryCall(call, DEFAULT_RETRY_POLICY, retryDeps)
  /** So many workers share so many trials. */
  const askAll = async (trials: number, workers: number) => {
    const tried: Awaited<ReturnType<typeof ask>>[] = []
    let left = trials
    const work = async () => {
      while (left-- > 0) tried.push(await ask())
    }
    await clock.run(Promise.all(Array.from({ length: workers }, work)))
    return tried
  }
  return {
    clock,
    traffic,
    counts,
    sentAt,
    ask,
    askAll,
    draining,
    cancel: (by: ProviderError) => (cancelledBy = by),
  }
}

const answered = (tried: readonly { readonly state: string }[]) =>
  tried.filter(({ state }) => state === 'done').length

test('in flight: 8 at first, then up to the ceiling, and not above', async () => {
  const { askAll, sentAt, counts } = start(() => ({ takes: 100 }))
  expect(answered(await askAll(500, 64))).toBe(500)
  const sentIn = (from: number) => sentAt.filter((at) => at >= from && at < from + 100).length
  expect([sentIn(0), sentIn(100), sentIn(200), sentIn(300)]).toEqual([8, 16, 32, 32])
  expect(counts.most).toBe(32)
})

test('a server that takes 10 at once is found, with few refusals', async () => {
  let busy = 0
  const s = start(() => {
    if (busy >= 10) return { takes: 1, fails: failure('rate-limit', 429) }
    busy++
    s.clock.sleep(100).then(() => busy--)
    return { takes: 100 }
  })
  expect(answered(await s.askAll(3000, 32))).toBe(3000)
  expect(s.counts.failed / s.counts.sent).toBeLessThan(0.02)
  // 30 s were ideal.
  expect(s.clock.now()).toBeLessThan(45_000)
})

test('after Retry-After nobody knocks before its time', async () => {
  const { askAll, sentAt } = start((at) =>
    at < 10_000 ? { takes: 10, fails: failure('rate-limit', 429, 10_000 - at) } : { takes: 10 },
  )
  expect(answered(await askAll(100, 32))).toBe(100)
  expect(sentAt.filter((at) => at > 10 && at < 9990)).toEqual([])
})

test('a quota of 60 a minute without Retry-After: all are answered, and few knock in vain', async () => {
  const granted = new Map<number, number>()
  const { askAll, counts } = start((at) => {
    const minute = Math.floor(at / 60_000)
    const used = granted.get(minute) ?? 0
    if (used >= 60) return { takes: 5, fails: failure('rate-limit', 429) }
    granted.set(minute, used + 1)
    return { takes: 20 }
  })
  expect(answered(await askAll(300, 32))).toBe(300)
  expect(counts.failed).toBeLessThan(100)
})

describe('a server that is away', () => {
  const refusedConnection = failure('network')

  test.each([5, 30, 80])('for %i s: no trial is lost, and it is left in peace', async (seconds) => {
    const back = seconds * 1000
    const { askAll, counts, clock } = start((at) =>
      at >= 200 && at < back ? { takes: 1, fails: refusedConnection } : { takes: 50 },
    )
    expect(answered(await askAll(1000, 32))).toBe(1000)
    expect(counts.failed).toBeLessThan(32 + 8 + seconds / 4)
    expect(clock.now()).toBeLessThan(back + 8000)
  })

  test.each([
    ['refusing connections', () => ({ takes: 1, fails: refusedConnection }), 100],
    ['behind a gateway', () => ({ takes: 1, fails: failure('server', 502) }), 100],
    ['unavailable', () => ({ takes: 1, fails: failure('server', 503) }), 100],
    ['connecting never', () => ({ takes: 10_000, fails: failure('timeout') }), 130],
  ] as const)('for good, %s: the end comes within two minutes or so', async (_, dead, seconds) => {
    const { askAll, clock } = start((at) => (at < 300 ? { takes: 50 } : dead()))
    const tried = await askAll(400, 32)
    const lost = tried.filter(({ state }) => state === 'gave-up')
    expect([tried.length, lost.length]).toEqual([400, 400 - answered(tried)])
    expect(lost.length).toBeGreaterThan(100)
    expect(clock.now()).toBeLessThan(seconds * 1000)
    expect(clock.now()).toBeGreaterThan(60_000)
  })

  test('too busy for good: the end comes after 5 minutes', async () => {
    const { askAll, clock } = start((at) =>
      at < 300 ? { takes: 50 } : { takes: 5, fails: failure('rate-limit', 429) },
    )
    const tried = await askAll(200, 32)
    expect(tried).toHaveLength(200)
    expect(clock.now()).toBeLessThan(7 * 60_000)
  })

  test('opened again, it is asked again', async () => {
    let dead = true
    const s = start(() => (dead ? { takes: 1, fails: refusedConnection } : { takes: 50 }))
    expect(answered(await s.askAll(40, 32))).toBe(0)
    expect(answered([await s.clock.run(s.ask())])).toBe(0)
    dead = false
    s.traffic.opened()
    expect(answered(await s.askAll(40, 32))).toBe(40)
  })
})

test('a mix of faults: 1,000 trials, none lost', async () => {
  let requests = 0
  const s = start(() => {
    const chance = (requests++ * 0.618_033_988_7) % 1
    if (chance < 0.1) return { takes: 5, fails: failure('rate-limit', 429, 1000) }
    if (chance < 0.15) return { takes: 5, fails: failure('server', 500) }
    if (chance < 0.17) return { takes: 5, fails: failure('network') }
    if (chance < 0.18) return { takes: 5, fails: failure('malformed', 200) }
    return { takes: 50 }
  })
  expect(answered(await s.askAll(1000, 32))).toBe(1000)
  expect(s.clock.now()).toBeLessThan(180_000)
})

test('one that is late leaves its place, and the ceiling still holds', async () => {
  const clock = fakeClock()
  const never = new AbortController().signal
  const traffic = createTraffic(
    { concurrency: 4 },
    { ...clock, random: () => 0, signal: never, draining: never },
  )
  let inFlight = 0
  let most = 0
  const send = (lateAfter: number | undefined, takes: number) =>
    traffic.send({
      attempt: async (onLate) => {
        most = Math.max(most, ++inFlight)
        if (lateAfter !== undefined) {
          await clock.sleep(lateAfter)
          onLate()
        }
        await clock.sleep(takes)
        inFlight--
        return { state: 'answered', value: 1, latencyMs: takes }
      },
    })
  const late = [1, 2, 3].map(() => send(100, 60_000))
  const quick = Array.from({ length: 50 }, () => send(undefined, 10))
  await clock.run(Promise.all(quick))
  expect([clock.now(), most]).toEqual([500, 4])
  await clock.run(Promise.all(late))
})

describe('stopping', () => {
  test('those in flight are let finish; those that wait are not sent', async () => {
    const s = start(() => ({ takes: 100 }))
    const all = Promise.allSettled(Array.from({ length: 20 }, () => s.ask()))
    s.clock.sleep(50).then(() => s.draining.abort())
    const ends = await s.clock.run(all)
    expect([s.counts.sent, s.clock.now()]).toEqual([8, 100])
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(8)
    expect(ends.every((end) => end.status === 'fulfilled' || end.reason instanceof Drained)).toBe(true)
  })

  test.each([
    ['between two tries', () => ({ takes: 1, fails: failure('server', 500) })],
    ['in a pause', () => ({ takes: 1, fails: failure('rate-limit', 429, 60_000) })],
    ['in an outage', () => ({ takes: 1, fails: failure('network') })],
  ] as const)('%s, nothing is waited for', async (_, server) => {
    const s = start(server)
    const all = Promise.allSettled(Array.from({ length: 20 }, () => s.ask()))
    s.clock.sleep(3333).then(() => s.draining.abort())
    await s.clock.run(all)
    expect([s.clock.now(), s.clock.pending()]).toEqual([3333, 0])
  })

  test('a model that is stopped has nothing more sent', async () => {
    const s = start(() => ({ takes: 100 }))
    const wrongKey = failure('auth', 401)
    const all = Promise.all(Array.from({ length: 20 }, () => s.ask()))
    s.clock.sleep(50).then(() => s.cancel(wrongKey))
    const tried = await s.clock.run(all)
    expect([s.counts.sent, answered(tried)]).toEqual([8, 8])
    expect(tried.at(-1)).toEqual({ state: 'gave-up', error: wrongKey, attempts: 0 })
  })
})
