import { describe, expect, test } from 'vitest'
import { ProviderError, type ProviderErrorKind } from '../../src/domain/provider-error.ts'
import { DEFAULT_RETRY_POLICY, type RetryDeps, tryCall } from '../../src/run/retry.ts'

function clock() {
  let now = 0
  const waits: number[] = []
  const deps: RetryDeps = {
    now: () => now,
    sleep: async (ms) => {
      waits.push(ms)
      now += ms
    },
    random: () => 0.5,
    signal: new AbortController().signal,
  }
  return { deps, waits, pass: (ms: number) => (now += ms) }
}

const error = (kind: ProviderErrorKind, retryAfterMs?: number) =>
  new ProviderError(kind, { provider: 'p', kind, retryAfterMs })

function failing(errors: ProviderError[]) {
  let calls = 0
  return async (): Promise<string> => {
    const thrown = errors[calls++]
    if (thrown !== undefined) throw thrown
    return 'answer'
  }
}

describe('tryCall', () => {
  test.each(['network', 'timeout', 'rate-limit', 'server', 'malformed', 'crash'] as const)(
    '%s is tried again',
    async (kind) => {
      const { deps } = clock()
      const tried = await tryCall(failing([error(kind), error(kind)]), DEFAULT_RETRY_POLICY, deps)
      expect(tried).toMatchObject({ state: 'done', value: 'answer', attempts: 3 })
    },
  )

  test.each(['auth', 'not-found', 'bad-request', 'context', 'unsupported', 'unreachable'] as const)(
    '%s is final',
    async (kind) => {
      const { deps, waits } = clock()
      const tried = await tryCall(failing([error(kind)]), DEFAULT_RETRY_POLICY, deps)
      expect(tried).toMatchObject({ state: 'gave-up', attempts: 1, error: { kind } })
      expect(waits).toEqual([])
    },
  )

  test('waits grow exponentially to a ceiling, half of each fixed and half random', async () => {
    const { deps, waits } = clock()
    await tryCall(
      failing(Array.from({ length: 7 }, () => error('server'))),
      { ...DEFAULT_RETRY_POLICY, maxWaitMs: 8000 },
      deps,
    )
    expect(waits).toEqual([375, 750, 1500, 3000, 6000, 6000, 6000])
  })

  test('Retry-After is never undercut', async () => {
    const { deps, waits } = clock()
    await tryCall(failing([error('rate-limit', 7000)]), DEFAULT_RETRY_POLICY, deps)
    expect(waits[0]).toBeGreaterThanOrEqual(7000)
  })

  test('a Retry-After beyond the time left ends the trying at once', async () => {
    const { deps, waits } = clock()
    const tried = await tryCall(failing([error('rate-limit', 3_600_000)]), DEFAULT_RETRY_POLICY, deps)
    expect([tried.state, waits]).toEqual(['gave-up', []])
  })

  test('tries are bounded', async () => {
    const { deps } = clock()
    const tried = await tryCall(
      failing(Array.from({ length: 99 }, () => error('server'))),
      DEFAULT_RETRY_POLICY,
      deps,
    )
    expect(tried).toMatchObject({ state: 'gave-up', attempts: DEFAULT_RETRY_POLICY.maxAttempts })
  })

  test('an attempt without an answer is cut off, and the next gets twice the time', async () => {
    const { deps } = clock()
    const limits: number[] = []
    const hang = (signal: AbortSignal) =>
      new Promise<string>((_, reject) => {
        const began = performance.now()
        signal.addEventListener('abort', () => {
          limits.push(performance.now() - began)
          reject(signal.reason)
        })
      })
    const tried = await tryCall(hang, { ...DEFAULT_RETRY_POLICY, maxAttempts: 2, attemptTimeoutMs: 40 }, deps)
    expect(tried).toMatchObject({ state: 'gave-up', attempts: 2, error: { kind: 'timeout' } })
    expect(limits[0]).toBeGreaterThanOrEqual(38)
    expect(limits[1]).toBeGreaterThanOrEqual(78)
  })

  test('a bug is not swallowed, and an abort ends it with its reason', async () => {
    const { deps } = clock()
    await expect(
      tryCall(async () => Promise.reject(new TypeError('bug')), DEFAULT_RETRY_POLICY, deps),
    ).rejects.toThrow('bug')
    const signal = AbortSignal.abort(new Error('stopped'))
    await expect(tryCall(failing([]), DEFAULT_RETRY_POLICY, { ...deps, signal })).rejects.toThrow('stopped')
  })
})
