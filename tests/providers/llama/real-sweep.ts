import type { Item } from '../../../src/domain/item.ts'
import type { Session } from '../../../src/domain/provider.ts'
import type { Result } from '../../../src/domain/result.ts'
import type { Task } from '../../../src/domain/task.ts'
import { createLatencies } from '../../../src/run/attempt-limits.ts'
import type { Plan } from '../../../src/run/plan.ts'
import { DEFAULT_RETRY_POLICY } from '../../../src/run/retry.ts'
import { type ModelRunDeps, runModel } from '../../../src/run/run-model.ts'
import { createTraffic } from '../../../src/run/traffic.ts'
import { modelGroups, type TrialGroup } from '../../../src/run/trial-group.ts'
import { makeItem, makePlan, makePlanned, makeTask } from '../../fixtures/tasks.ts'

/** Ten plain words that every tokenizer knows. */
export const WORDS = [
  'river',
  'stone',
  'apple',
  'candle',
  'window',
  'garden',
  'silver',
  'thunder',
  'mirror',
  'hammer',
]
const SCRIPTS = ['你好', '再见', '谢谢', '早上好', '晚安', '水', '火', '山', '月亮', '太阳']

function items(prefix: string, from: number, count: number, make: (place: number) => Item): Item[] {
  return Array.from({ length: count }, (_, place) => ({ ...make(from + place), id: `${prefix}${place}` }))
}

function task(name: string, queries: number, make: (place: number) => Item, also: Partial<Task>): Task {
  return makeTask({
    name,
    pool: items('p', 0, 5, make),
    queries: items('q', 5, queries, make),
    // No stop string: of two roundings, a long answer sooner or later shows the difference.
    decoding: { maxTokens: 20, temperature: 0, stop: [] },
    ...also,
  })
}

/** A plan with answers and target likelihoods, likelihoods of choices, and answers that are drawn. */
export function sweepPlan(
  { queries = 2, shots = [0, 1, 3] }: { queries?: number; shots?: readonly number[] } = {},
  also: Partial<Plan> = {},
): Plan {
  const at = (list: readonly string[], place: number): string => list[place % list.length] ?? ''
  return makePlan({
    models: [makePlanned()],
    instructions: ['on'],
    shots,
    tasks: [
      task(
        'sums',
        queries,
        (n) => makeItem('', `What is ${37 + 7 * n} plus ${81 - 3 * n}?`, `${118 + 4 * n}`),
        {
          likelihood: { of: 'target' },
        },
      ),
      task(
        'scripts',
        queries,
        (n) =>
          makeItem('', at(SCRIPTS, n), at(WORDS, n), { choices: [at(WORDS, n), at(WORDS, n + 1), '山水'] }),
        { likelihood: { of: 'choices', unconditionalPrompt: 'A:' } },
      ),
      task('drawn', queries, (n) => makeItem('', at(WORDS, n), at(WORDS, n).toUpperCase()), {
        decoding: { maxTokens: 12, temperature: 0.8, topP: 0.9, stop: ['\n\n'] },
      }),
    ],
    ...also,
  })
}

export interface SweepOptions extends Partial<Pick<ModelRunDeps, 'isDone' | 'policy' | 'onRetry'>> {
  readonly groups?: readonly TrialGroup[]
  readonly onResult?: (result: Result) => void
}

/** Runs a plan's trials in an opened session, as a run does; its waits take no time. */
export async function sweep(plan: Plan, session: Session, options: SweepOptions = {}): Promise<Result[]> {
  const results: Result[] = []
  const never = new AbortController().signal
  const base = {
    now: () => performance.now(),
    sleep: async () => {},
    random: () => 0,
    signal: never,
    draining: never,
  }
  const deps: ModelRunDeps = {
    ...base,
    traffic: createTraffic({ concurrency: Number.POSITIVE_INFINITY }, base),
    latencies: createLatencies(60_000),
    policy: options.policy ?? { ...DEFAULT_RETRY_POLICY, maxTotalMs: 10 * 60_000 },
    timestamp: () => '2026-01-01T00:00:00.000Z',
    scorerOf: () => ({
      extract: (response) => ({ answer: response, complete: true }),
      score: () => ({}),
      choose: () => 0,
    }),
    isDone: options.isDone ?? (() => false),
    ...(options.onRetry && { onRetry: options.onRetry }),
    append: (result) => {
      results.push(result)
      options.onResult?.(result)
    },
  }
  const [planned = makePlanned()] = plan.models
  await runModel(plan, planned, session, deps, options.groups?.values() ?? modelGroups(plan, planned))
  return results
}

/** What must be the same for a trial whatever else happens, by its key: all that its row holds of the model's words. */
export function words(results: readonly Result[]): Map<string, string> {
  return new Map(
    results.map(({ trialKey, outcome, response, likelihoods, finishReason, completionTokens }) => [
      trialKey,
      JSON.stringify([outcome, response, likelihoods, finishReason, completionTokens]),
    ]),
  )
}

/** A group for each trial, which the runner then takes in this order. */
export function oneByOne(plan: Plan): TrialGroup[] {
  const [planned = makePlanned()] = plan.models
  return [...modelGroups(plan, planned)].flatMap((group) =>
    Array.from({ length: group.size }, (_, place) => ({ ...group, size: 1, at: () => group.at(place) })),
  )
}
