import { expect, test } from 'vitest'
import type { Provider, Session } from '../../src/domain/provider.ts'
import { ProviderError } from '../../src/domain/provider-error.ts'
import type { Result } from '../../src/domain/result.ts'
import { earlyStop } from '../../src/run/early-stop.ts'
import { DEFAULT_RETRY_POLICY } from '../../src/run/retry.ts'
import { type ModelEnd, runPlan } from '../../src/run/run-plan.ts'
import { makePlan, makePlanned, makeTask } from '../fixtures/tasks.ts'

/** Items after which a model's interval is narrow enough. */
const NEEDS: Readonly<Record<string, number>> = { a: 10, b: 30, c: 20 }

async function run(options: {
  lane: Provider['lane']
  refuses?: string
  drainAfter?: number
  before?: Result[]
}) {
  const { lane, refuses, drainAfter = Number.POSITIVE_INFINITY, before = [] } = options
  const opened: string[] = []
  const session = (name: string): Session => ({
    capabilities: {
      raw: true,
      chat: true,
      tokenCounts: 'after',
      logProbabilities: 'none',
      samplingOptions: ['max_tokens'],
    },
    reported: {},
    concurrency: 2,
    prefixAffinity: lane === 'local',
    complete: async () => {
      if (name === refuses) throw new ProviderError('no', { provider: 'p', kind: 'auth' })
      return { text: ' x', finishReason: 'stop' }
    },
    close: async () => {},
  })
  const provider: Provider = {
    name: 'p',
    lane,
    simulated: true,
    identify: async () => ({ digest: '', engine: '' }),
    open: async ({ name }) => {
      opened.push(name)
      return session(name)
    },
  }
  const plan = makePlan({
    models: ['a', 'b', 'c'].map((name) => makePlanned(name)),
    tasks: [makeTask({ querySize: 50 })],
    shots: [0, 1],
    draws: 2,
  })
  const stop = earlyStop(plan, { ciWidth: 1 }, () => {
    const items = new Set<string>()
    let needs = 0
    return {
      add: ({ item, model, outcome }) => {
        if (outcome === 'failed') return
        items.add(item)
        needs = NEEDS[model] ?? 0
      },
      width: () => (items.size === 0 ? undefined : items.size < needs ? 2 : 1),
    }
  })
  for (const result of before) stop.add(result)
  const done = new Set(before.map(({ trialKey }) => trialKey))
  const results: Result[] = []
  const ends: ModelEnd['state'][] = []
  const draining = new AbortController()
  await runPlan(plan, {
    earlyStop: stop,
    providers: new Map([['p', provider]]),
    policyOf: () => DEFAULT_RETRY_POLICY,
    limitsOf: () => ({ concurrency: 8 }),
    scorerOf: () => ({ extract: (response) => ({ answer: response, complete: true }), score: () => ({}) }),
    isDone: (key) => done.has(key),
    hasWork: (planned) => stop.lacking(planned).length > 0,
    append: (result) => {
      results.push(result)
      if (results.length >= drainAfter) draining.abort()
    },
    onModelStart: () => {},
    onModelEnd: (_planned, { state }) => void ends.push(state),
    notice: () => {},
    timestamp: () => '2026-01-01T00:00:00.000Z',
    now: () => 0,
    sleep: async () => {},
    random: () => 0,
    signal: new AbortController().signal,
    draining: draining.signal,
  })
  const itemsOf = (model: string) =>
    new Set([...before, ...results].filter((result) => result.model === model).map(({ item }) => item)).size
  return { opened, ends, results, items: ['a', 'b', 'c'].map(itemsOf), decisions: stop.decisions() }
}

test('local models run in turn; one that a later one left behind is loaded once more, for the rest only', async () => {
  const { opened, ends, results, items } = await run({ lane: 'local' })
  expect(opened).toEqual(['a', 'b', 'c', 'a'])
  expect(ends).toEqual(['finished', 'finished', 'finished', 'finished'])
  expect(items).toEqual([30, 30, 30])
  // 30 items, at 0 shots once and at 1 shot with each of two draws; nothing twice.
  expect(results).toHaveLength(3 * 30 * 3)
  expect(new Set(results.map(({ trialKey }) => trialKey)).size).toBe(results.length)
})

test('hosted models beside each other come to the same items', async () => {
  const { items, results } = await run({ lane: 'hosted' })
  expect([items, results.length]).toEqual([[30, 30, 30], 3 * 30 * 3])
})

test('a model that is refused neither blocks the others nor is asked without end', async () => {
  const { ends, items, opened } = await run({ lane: 'local', refuses: 'b' })
  expect(opened).toEqual(['a', 'b', 'c', 'a'])
  expect(ends).toEqual(['finished', 'stopped', 'finished', 'finished'])
  // Its one round of failed rows says nothing; the others need 20.
  expect(items).toEqual([20, 10, 20])
})

test.each([1, 14, 31, 95, 140, 200, 269])(
  'stopped after %i trials and resumed: the same rows',
  async (cut) => {
    const whole = await run({ lane: 'local' })
    const part = await run({ lane: 'local', drainAfter: cut })
    expect(part.ends).toContain('interrupted')
    const rest = await run({ lane: 'local', before: part.results })
    const keys = (results: readonly Result[]) => results.map(({ trialKey }) => trialKey).toSorted()
    expect(keys([...part.results, ...rest.results])).toEqual(keys(whole.results))
    expect(rest.decisions).toEqual(whole.decisions)
    // A model that has all it needs is not opened again for nothing.
    const again = await run({ lane: 'local', before: whole.results })
    expect([again.opened, again.results]).toEqual([[], []])
  },
)
