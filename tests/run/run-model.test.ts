import { describe, expect, test } from 'vitest'
import type { Completion, CompletionRequest, Session } from '../../src/domain/provider.ts'
import { ProviderError, type ProviderErrorKind } from '../../src/domain/provider-error.ts'
import type { Result } from '../../src/domain/result.ts'
import { createLatencies } from '../../src/run/attempt-limits.ts'
import { DEFAULT_RETRY_POLICY } from '../../src/run/retry.ts'
import { type ModelRunDeps, runModel } from '../../src/run/run-model.ts'
import { createTraffic } from '../../src/run/traffic.ts'
import { makePlan, makePlanned, makeTask } from '../fixtures/tasks.ts'
import { fakeClock } from './fake-clock.ts'

type Answer = (request: CompletionRequest) => Promise<Partial<Completion>>

function session(answer: Answer, overrides: Partial<Session> = {}): Session {
  return {
    capabilities: {
      raw: true,
      chat: true,
      tokenCounts: 'after',
      logProbabilities: 'none',
      samplingOptions: [],
    },
    reported: {},
    concurrency: 2,
    prefixAffinity: false,
    complete: async (request) => ({
      text: ` ${request.trial.target}`,
      finishReason: 'stop',
      ...(await answer(request)),
    }),
    close: async () => {},
    ...overrides,
  }
}

async function run(
  answer: Answer,
  overrides: Partial<ModelRunDeps> = {},
  sessionOverrides: Partial<Session> = {},
) {
  const results: Result[] = []
  const clock = fakeClock()
  const never = new AbortController().signal
  const base = { ...clock, random: () => 0, signal: never, draining: overrides.draining ?? never }
  const deps: ModelRunDeps = {
    ...base,
    traffic: createTraffic({ concurrency: 8 }, base),
    latencies: createLatencies(60_000),
    policy: { ...DEFAULT_RETRY_POLICY, maxAttempts: 3 },
    timestamp: () => '2026-01-01T00:00:00.000Z',
    scorerOf: () => ({
      extract: (response) => ({
        answer: response.includes('?') ? undefined : response.trim(),
        complete: !response.endsWith('…'),
      }),
      score: ({ response, item }) => ({ score_exact_match: response.trim() === item.targets[0] ? 1 : 0 }),
    }),
    isDone: () => false,
    append: (result) => void results.push(result),
    ...overrides,
  }
  const planned = makePlanned('m', { price: { input: 1, output: 2, cachedInput: 0.5 } })
  const plan = makePlan({ models: [planned], tasks: [makeTask({ querySize: 5 })], shots: [0, 2] })
  const stoppedBy = await clock.run(runModel(plan, planned, session(answer, sessionOverrides), deps))
  return { results, stoppedBy, seconds: clock.now() / 1000 }
}

const error = (kind: ProviderErrorKind) => new ProviderError(`it is ${kind}`, { provider: 'p', kind })

describe('outcomes', () => {
  test.each([
    ['ok', {}, 1],
    ['refused', { finishReason: 'refused', text: 'no' }, 0],
    ['empty', { text: ' \n' }, 0],
    ['truncated', { finishReason: 'length', text: 'so long…' }, 0],
    ['unparsed', { text: '?' }, 0],
  ] as const)('%s', async (outcome, completion, score) => {
    const { results } = await run(async () => completion)
    expect(new Set(results.map((result) => result.outcome))).toEqual(new Set([outcome]))
    expect(results[0]?.scores).toEqual({ score_exact_match: score })
  })

  test('reaching the limit with the answer complete is ok', async () => {
    const { results } = await run(async () => ({ finishReason: 'length' }))
    expect(results.every(({ outcome }) => outcome === 'ok')).toBe(true)
  })

  test('thinking that the limit cut before any answer is truncated, not empty', async () => {
    const { results } = await run(async () => ({ finishReason: 'length', text: '', reasoning: 'hm' }))
    expect(results[0]?.outcome).toBe('truncated')
  })

  test.each([
    ['server', 'failed', 3],
    ['bad-request', 'failed', 1],
    ['context', 'skipped', 1],
    ['unsupported', 'skipped', 1],
  ] as const)('an error of kind %s makes the trial %s without a score', async (kind, outcome, attempts) => {
    const { results } = await run((request) =>
      request.trial.item === 'q3' && request.trial.shots === 2
        ? Promise.reject(error(kind))
        : Promise.resolve({}),
    )
    const hit = results.find((result) => result.item === 'q3' && result.shots === 2)
    expect(hit).toMatchObject({
      outcome,
      attempts,
      scores: {},
      error: `${kind}: it is ${kind}`,
    })
    expect(results.filter((result) => result.outcome === 'ok')).toHaveLength(9)
  })
})

test('cost counts cached prompt tokens at their own price', async () => {
  const { results } = await run(async () => ({ promptTokens: 100, cachedTokens: 40, completionTokens: 10 }))
  expect(results[0]?.costUsd).toBeCloseTo((60 * 1 + 40 * 0.5 + 10 * 2) / 1e6, 12)
})

test('trials whose rows stand are not asked again', async () => {
  const first = await run(async () => ({}))
  const done = new Set(first.results.slice(0, 7).map(({ trialKey }) => trialKey))
  const second = await run(async () => ({}), { isDone: (key) => done.has(key) })
  expect([...done, ...second.results.map(({ trialKey }) => trialKey)].toSorted()).toEqual(
    first.results.map(({ trialKey }) => trialKey).toSorted(),
  )
})

test('a wrong key stops the model: one call, a failed row for each trial', async () => {
  let calls = 0
  const { results, stoppedBy } = await run(
    () => {
      calls++
      return Promise.reject(error('auth'))
    },
    {},
    { concurrency: 1 },
  )
  expect([calls, results.length, stoppedBy?.kind]).toEqual([1, 10, 'auth'])
  expect(results.every(({ outcome }) => outcome === 'failed')).toBe(true)
})

test('a server that answers nothing of use is given up on after five trials in a row', async () => {
  let calls = 0
  const { results, stoppedBy } = await run(
    () => {
      calls++
      return Promise.reject(error('malformed'))
    },
    {},
    { concurrency: 1 },
  )
  expect([calls, results.length, stoppedBy?.kind]).toEqual([5 * 3, 10, 'malformed'])
})

test('a server that is gone stops the model after 90 s, a failed row with the cause for each trial', async () => {
  const { results, stoppedBy, seconds } = await run(() => Promise.reject(error('network')))
  expect(seconds).toBeGreaterThan(90)
  expect(seconds).toBeLessThan(100)
  expect([results.length, stoppedBy?.kind]).toEqual([10, 'network'])
  for (const { outcome, error: cause } of results)
    expect([outcome, cause]).toEqual([
      'failed',
      expect.stringMatching(/^network: it is network; no answer for 9\d s$/),
    ])
})

test('draining starts nothing new', async () => {
  const draining = new AbortController()
  const { results } = await run(
    async () => {
      draining.abort()
      return {}
    },
    { draining: draining.signal },
    { concurrency: 2 },
  )
  expect(results).toHaveLength(2)
})

test('what the model cannot do is skipped without asking it', async () => {
  let calls = 0
  const capabilities = {
    raw: false,
    chat: true,
    tokenCounts: 'after',
    logProbabilities: 'none',
    samplingOptions: [],
  } as const
  const { results } = await run(
    async () => {
      calls++
      return {}
    },
    {},
    { capabilities },
  )
  expect([
    calls,
    results.every(({ outcome, error }) => outcome === 'skipped' && error?.startsWith('unsupported: ')),
  ]).toEqual([0, true])
})

test('a prompt that does not fit is skipped, after counting its tokens exactly', async () => {
  const capabilities = {
    raw: true,
    chat: true,
    tokenCounts: 'exact',
    logProbabilities: 'none',
    samplingOptions: [],
    contextLength: 60,
  } as const
  const countTokens = async (prompt: { rendering: string }) =>
    'text' in prompt ? String(prompt.text).length : 0
  const { results } = await run(async () => ({}), {}, { capabilities, countTokens })
  expect(results.filter(({ shots }) => shots === 0).every(({ outcome }) => outcome === 'ok')).toBe(true)
  const skipped = results.filter(({ outcome }) => outcome === 'skipped')
  expect(skipped.map(({ shots }) => shots)).toEqual([2, 2, 2, 2, 2])
  expect(skipped[0]?.error).toMatch(
    /^context: \d+ prompt tokens and 8 for the answer exceed the context of 60$/,
  )
})
