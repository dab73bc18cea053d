import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Model } from '../../src/domain/model.ts'
import type { CompletionRequest, Provider, Session } from '../../src/domain/provider.ts'
import { ProviderError } from '../../src/domain/provider-error.ts'
import { randomStream } from '../../src/domain/random.ts'
import type { Result } from '../../src/domain/result.ts'
import { BudgetReached, createBudget } from '../../src/run/budget.ts'
import { budgetedSession } from '../../src/run/budgeted-session.ts'
import { costUsd, worstCase } from '../../src/run/call-cost.ts'
import { contextBound } from '../../src/run/misfit.ts'
import { DEFAULT_RETRY_POLICY } from '../../src/run/retry.ts'
import { type ModelEnd, runPlan } from '../../src/run/run-plan.ts'
import { makePlan, makePlanned, makeTask } from '../fixtures/tasks.ts'

const NOTHING = { usd: 0, tokens: 0 }
const cost = (usd: number, tokens = 0) => ({ usd, tokens })

describe('createBudget', () => {
  const budget = (limits: Parameters<typeof createBudget>[0], before = NOTHING) => {
    let now = 0
    const made = createBudget(limits, { now: () => now, startedAt: 0, before })
    const at = (ms: number) => {
      now = ms
    }
    return { ...made, at }
  }
  const reached = (limit: string, final: boolean) => expect.objectContaining({ limit, final })
  const refusal = (take: () => unknown) => {
    try {
      take()
    } catch (error) {
      if (error instanceof BudgetReached) return error
      throw error
    }
    return undefined
  }

  test('what is in flight counts with its worst case, what is settled with its real cost', async () => {
    const { take, spent, released } = budget({ usd: 10 })
    const first = take(cost(6))
    expect(refusal(() => take(cost(6)))).toEqual(reached('usd', false))
    const waited = released()
    first.settle(cost(1))
    await waited
    expect(spent.usd).toBe(1)
    take(cost(9)).settle(cost(9))
    expect(refusal(() => take(cost(0.1)))).toEqual(reached('usd', true))
    // Free trials go on.
    take(NOTHING).settle(NOTHING)
  })

  test.each([
    ['usd', { usd: 1 }, cost(1.01, 5)],
    ['tokens', { usd: 9, tokens: 4 }, cost(1, 5)],
  ] as const)('a worst case above the whole limit of %s never fits', (limit, limits, worst) => {
    expect(refusal(() => budget(limits).take(worst))).toEqual(reached(limit, true))
  })

  test('exactly the limit is within it', () => {
    expect(refusal(() => budget({ usd: 1, tokens: 5 }).take(cost(1, 5)))).toBeUndefined()
  })

  test('what stood before counts', () => {
    expect(refusal(() => budget({ usd: 1 }, cost(0.6)).take(cost(0.5)))).toEqual(reached('usd', true))
  })

  test('a lost call keeps its room, and settling twice changes nothing', () => {
    const { take, spent, maybeBilled } = budget({ tokens: 10 })
    const lost = take(cost(0, 6))
    lost.lose()
    lost.settle(cost(0, 1))
    expect([spent, maybeBilled]).toEqual([cost(0, 0), cost(0, 6)])
    expect(refusal(() => take(cost(0, 5)))).toEqual(reached('tokens', true))
  })

  test('when the time is over nothing starts, whatever it costs', () => {
    const { take, checkTime, at } = budget({ minutes: 2 })
    at(119_999)
    take(cost(99)).settle(cost(99))
    at(120_000)
    expect(refusal(() => take(NOTHING))).toEqual(reached('minutes', true))
    expect(refusal(checkTime)).toEqual(reached('minutes', true))
  })

  test('with nothing in flight there is nothing to wait for', async () => {
    await expect(budget({ usd: 1 }).released()).resolves.toBeUndefined()
  })
})

describe('the cost of a call', () => {
  const price = { input: 1, output: 2, cachedInput: 0.5 }
  test.each([
    [{ promptTokens: 100, cachedTokens: 40, completionTokens: 10 }, 100e-6],
    [{ promptTokens: 100, completionTokens: 10 }, 120e-6],
    [{ promptTokens: 100 }, undefined],
  ])('%j', (usage, usd) => {
    const found = costUsd(price, usage)
    if (usd === undefined) expect(found).toBeUndefined()
    else expect(found).toBeCloseTo(usd, 15)
  })

  test('is at most its worst case, whatever is cached at whatever price', () => {
    const money = fc.double({ min: 0, max: 100, noNaN: true })
    const tokens = fc.nat(10_000)
    fc.assert(
      fc.property(
        money,
        money,
        money,
        tokens,
        tokens,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (...drawn) => {
          const [input, output, cachedInput, promptTokens, completionTokens, share] = drawn
          const prices = { input, output, cachedInput }
          const cachedTokens = Math.floor(promptTokens * share)
          const real = costUsd(prices, { promptTokens, completionTokens, cachedTokens }) ?? Number.NaN
          expect(real).toBeLessThanOrEqual(worstCase(prices, promptTokens, completionTokens).usd + 1e-12)
        },
      ),
    )
  })
})

/** What really becomes of a call, billing included: the harness only sees answers and errors. */
function bill(request: CompletionRequest, model: Model, name: readonly (string | number)[]) {
  const chance = randomStream(...name)
  const bound = contextBound(request.prompt)
  const usage = {
    promptTokens: 1 + chance.int(bound),
    completionTokens: chance.int(request.decoding.maxTokens + 1),
  }
  const kind =
    (['answer', 'answer', 'server', 'network', 'timeout', 'silent'] as const)[chance.int(6)] ?? 'answer'
  const tokens = usage.promptTokens + usage.completionTokens
  const billed = kind === 'server' ? NOTHING : { usd: costUsd(model.price, usage) ?? 0, tokens }
  return { kind, usage, billed, ticks: chance.int(6) }
}

function moodyProvider(seed: number, really: { usd: number; tokens: number }, check: () => void): Provider {
  let calls = 0
  const open = (model: Model): Session => ({
    capabilities: {
      raw: true,
      chat: true,
      tokenCounts: 'after',
      logProbabilities: 'none',
      samplingOptions: ['max_tokens'],
    },
    reported: {},
    concurrency: 5,
    prefixAffinity: false,
    complete: async (request) => {
      const { kind, usage, billed, ticks } = bill(request, model, [seed, calls++])
      for (let tick = 0; tick < ticks; tick++) await Promise.resolve()
      really.usd += billed.usd
      really.tokens += billed.tokens
      check()
      if (kind === 'answer') return { text: ` ${request.trial.target}`, finishReason: 'stop', ...usage }
      if (kind === 'silent') return { text: ' no usage', finishReason: 'stop' }
      throw new ProviderError(kind, { provider: 'p', kind })
    },
    close: async () => {},
  })
  return {
    name: 'p',
    lane: 'hosted',
    simulated: true,
    identify: async () => ({ digest: '', engine: '' }),
    open: async (model) => open(model),
  }
}

test('whatever fails, whatever is billed without an answer: the bill stays within the budget', async () => {
  const limits = fc.record({
    usd: fc.option(fc.double({ min: 0, max: 0.02, noNaN: true }), { nil: undefined }),
    tokens: fc.option(fc.integer({ min: 1, max: 12_000 }), { nil: undefined }),
  })
  await fc.assert(
    fc.asyncProperty(fc.nat(), limits, async (seed, limit) => {
      const really = { usd: 0, tokens: 0 }
      const check = () => {
        expect(really.usd).toBeLessThanOrEqual((limit.usd ?? Number.POSITIVE_INFINITY) + 1e-12)
        expect(really.tokens).toBeLessThanOrEqual(limit.tokens ?? Number.POSITIVE_INFINITY)
      }
      let now = 0
      const budget = createBudget(limit, { now: () => now, startedAt: 0, before: NOTHING })
      const models = [
        makePlanned('dear', { price: { input: 3, output: 15 } }),
        makePlanned('cheap', { price: { input: 0.1, output: 0.4 } }),
      ]
      const plan = makePlan({ models, tasks: [makeTask({ querySize: 8 })], shots: [0, 2] })
      const results: Result[] = []
      const ends: ModelEnd[] = []
      await runPlan(plan, {
        providers: new Map([['p', moodyProvider(seed, really, check)]]),
        budget,
        policyOf: () => ({ ...DEFAULT_RETRY_POLICY, maxAttempts: 4 }),
        limitsOf: () => ({ concurrency: 8 }),
        scorerOf: () => ({
          extract: (response) => ({ answer: response, complete: true }),
          score: () => ({}),
        }),
        isDone: () => false,
        hasWork: () => true,
        append: (result) => void results.push(result),
        onModelStart: () => {},
        onModelEnd: (_planned, end) => void ends.push(end),
        notice: () => {},
        timestamp: () => '2026-01-01T00:00:00.000Z',
        now: () => now,
        sleep: async (ms) => {
          now += ms
        },
        random: () => 0,
        signal: new AbortController().signal,
        draining: new AbortController().signal,
      })
      expect(new Set(results.map(({ trialKey }) => trialKey)).size).toBe(results.length)
      // A trial without a row is one that a model out of budget did not ask.
      const isShort = ends.some(({ state }) => state === 'out-of-budget')
      expect(results.length < 32).toBe(isShort)
      const asked = (model: string) => results.filter((result) => result.model === model).length
      expect(Math.min(asked('dear'), asked('cheap')) < 16).toBe(isShort)
    }),
    { numRuns: 120, timeout: 3000, endOnFailure: true },
  )
})

describe('a session under a budget', () => {
  const prompt = { rendering: 'raw', text: 'x'.repeat(400), cuts: [] } as const
  const request = {
    prompt,
    decoding: { maxTokens: 10, temperature: 0, stop: [] },
    trial: { key: '', task: '', item: '', shots: 0, target: '' },
  }
  const options = { signal: new AbortController().signal, worker: 0 }
  const session = (samplingOptions: readonly 'max_tokens'[], exact?: number): Session => ({
    capabilities: {
      raw: true,
      chat: true,
      tokenCounts: exact === undefined ? 'after' : 'exact',
      logProbabilities: 'none',
      samplingOptions,
    },
    reported: {},
    concurrency: 1,
    prefixAffinity: false,
    complete: async () => ({ text: '', finishReason: 'stop', promptTokens: 100, completionTokens: 10 }),
    ...(exact === undefined ? {} : { countTokens: async () => exact }),
    close: async () => {},
  })
  const { model } = makePlanned('m')
  const under = (inner: Session, tokens: number, of = model) =>
    budgetedSession(inner, of, createBudget({ tokens }, { now: () => 0, startedAt: 0, before: NOTHING }))

  test('tokens are counted where their bound finds no room', async () => {
    await expect(under(session(['max_tokens'], 100), 110).complete(request, options)).resolves.toBeDefined()
    await expect(under(session(['max_tokens'], 101), 110).complete(request, options)).rejects.toThrow(
      BudgetReached,
    )
    await expect(under(session(['max_tokens']), 110).complete(request, options)).rejects.toThrow(
      BudgetReached,
    )
  })

  test('an answer that nothing limits is refused, or has room for a whole context', async () => {
    await expect(under(session([]), 10_000).complete(request, options)).rejects.toThrow(
      'model "m" takes no max_tokens, so nothing bounds what an answer costs',
    )
    const known = { ...model, contextLength: 4096 }
    await expect(under(session([]), 4096 + 464, known).complete(request, options)).resolves.toBeDefined()
    await expect(under(session([]), 4096 + 463, known).complete(request, options)).rejects.toThrow(
      BudgetReached,
    )
  })

  test('everything but asking stays the session’s own', async () => {
    const inner = session(['max_tokens'], 7)
    const outer = under(inner, 1)
    expect(outer.capabilities).toBe(inner.capabilities)
    expect(await outer.countTokens?.(prompt)).toBe(7)
    expect([outer.concurrency, outer.prefixAffinity]).toEqual([1, false])
  })
})
