import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Session } from '../../../src/domain/provider.ts'
import { randomStream } from '../../../src/domain/random.ts'
import type { Plan } from '../../../src/run/plan.ts'
import { describeWith } from '../../real-parts.ts'
import { openReal, type RealModel } from './real-engine.ts'
import { oneByOne, sweep, sweepPlan, words } from './real-sweep.ts'

/** Opens a model, in so many processes and with so much context, for one piece of work. */
async function opened<T>(
  name: RealModel,
  processes: number,
  contextNeeded: number,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openReal(name, { processes, contextNeeded })
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}

/** A plan's words in planned order, by one process, are those of every other way to run it. */
async function checkWays(
  name: RealModel,
  plan: Plan,
  numRuns: number,
  contexts: readonly number[] = [1024, 2048, 3000],
): Promise<void> {
  const planned = await opened(name, 1, 2048, (session) => sweep(plan, session))
  const expected = words(planned)
  expect(expected.size).toBeGreaterThan(8)
  expect(new Set(expected.values()).size).toBeGreaterThan(expected.size / 2)

  const trials = oneByOne(plan)
  const order = fc.integer().map((seed) => randomStream(`order ${seed}`).shuffle([...trials.keys()]))
  const ways = fc.record({
    processes: fc.integer({ min: 1, max: 3 }),
    context: fc.constantFrom(...contexts),
    order: fc.option(order, { nil: undefined }),
    /** Where the run stops; what is left is answered by processes of their own. */
    stop: fc.integer({ min: 1, max: expected.size }),
  })
  await fc.assert(
    fc.asyncProperty(ways, async ({ processes, context, order: places, stop }) => {
      const groups = places?.flatMap((place) => trials[place] ?? [])
      const first = new Set<string>()
      const half = await opened(name, processes, context, (session) =>
        sweep(plan, session, {
          ...(groups && { groups }),
          isDone: (key) => first.size >= stop && !first.has(key),
          onResult: ({ trialKey }) => first.add(trialKey),
        }),
      )
      const rest = await opened(name, 4 - processes, context, (session) =>
        sweep(plan, session, { ...(groups && { groups }), isDone: (key) => first.has(key) }),
      )
      expect(words([...half, ...rest])).toEqual(expected)
      expect(half.length + rest.length).toBe(expected.size)
    }),
    { numRuns, seed: 11, endOnFailure: true },
  )
}

describeWith(
  ['smollm2-135m-instruct'],
  'the same bytes, whatever the order, the interruption and the processes',
  () => {
    test('135M', () => checkWays('smollm2-135m-instruct', sweepPlan({ queries: 1 }), 2), 300_000)

    test('a trial alone, in a process of its own', async () => {
      const plan = sweepPlan({ queries: 1 })
      const all = await opened('smollm2-135m-instruct', 2, 2048, (session) => sweep(plan, session))
      const last = oneByOne(plan).at(-1)
      const alone = await opened('smollm2-135m-instruct', 1, 512, (session) =>
        sweep(plan, session, { groups: last === undefined ? [] : [last] }),
      )
      expect(alone).toHaveLength(1)
      for (const [key, said] of words(alone)) expect(said).toBe(words(all).get(key))
    }, 120_000)
  },
)

const LONG = process.env.ICL_REQUIRE_ALL === '1'

/** The larger the model, the fewer trials and ways: a sweep of the largest takes as long as all of the smallest's. */
const AT_LENGTH: readonly (readonly [RealModel, queries: number, ways: number])[] = [
  ['smollm2-135m-instruct', 3, 6],
  ['gemma3-270m', 2, 4],
  ['qwen2.5-coder-0.5b-instruct', 1, 3],
  ['qwen2.5-coder-1.5b-instruct', 1, 2],
]

for (const [name, queries, ways] of AT_LENGTH)
  describeWith([name], `the same bytes, at length, ${name}`, () => {
    test.runIf(LONG)(
      'in planned and shuffled order, interrupted, by 1 to 3 processes',
      () => checkWays(name, sweepPlan({ queries, ...(queries > 1 && { shots: [0, 1, 2, 5] }) }), ways),
      1_800_000,
    )
  })

describeWith(['gemma3-270m'], 'the same bytes beyond a sliding window', () => {
  test.runIf(LONG)(
    'prompts longer than the window of 512 tokens',
    async () => {
      const long = sweepPlan({ queries: 2, shots: [1, 4] })
      const tasks = long.tasks.map((task) => ({
        ...task,
        pool: task.pool.map((item) => ({ ...item, input: `${item.input} ${'and so on, '.repeat(60)}` })),
      }))
      const plan = { ...long, tasks: tasks.map((task) => ({ ...task, pool: task.pool.map(withInputField) })) }
      await checkWays('gemma3-270m', plan, 3, [2048, 3000])
    },
    1_800_000,
  )
})

function withInputField<I extends { readonly input: string; readonly fields: object }>(item: I): I {
  return { ...item, fields: { ...item.fields, input: item.input } }
}
