import { describe, expect, test } from 'vitest'
import type { Prompt } from '../../src/domain/prompt.ts'
import type {
  Completion,
  CompletionRequest,
  LikelihoodAnswer,
  LikelihoodRequest,
  Session,
} from '../../src/domain/provider.ts'
import { ProviderError, type ProviderErrorKind } from '../../src/domain/provider-error.ts'
import type { Result } from '../../src/domain/result.ts'
import type { Task } from '../../src/domain/task.ts'
import { createLatencies } from '../../src/run/attempt-limits.ts'
import { createBudget } from '../../src/run/budget.ts'
import { budgetedSession } from '../../src/run/budgeted-session.ts'
import { contextNeeded } from '../../src/run/context-needed.ts'
import { probeDeterminism } from '../../src/run/determinism-probe.ts'
import { estimateTokens } from '../../src/run/estimate-tokens.ts'
import { likelihoodGaps } from '../../src/run/likelihood-gaps.ts'
import { contextBound, misfitOf } from '../../src/run/misfit.ts'
import type { Plan } from '../../src/run/plan.ts'
import { promptOf } from '../../src/run/prompt-of.ts'
import { DEFAULT_RETRY_POLICY } from '../../src/run/retry.ts'
import { type ModelRunDeps, runModel } from '../../src/run/run-model.ts'
import { createTraffic } from '../../src/run/traffic.ts'
import { modelGroups } from '../../src/run/trial-group.ts'
import { compileScorers } from '../../src/scorers/compile-scorers.ts'
import { makeItem, makePlan, makePlanned, makeTask } from '../fixtures/tasks.ts'
import { fakeClock } from './fake-clock.ts'

const CHOICES = ['red', 'blue'] as const
const metric = (name: string, options = {}) => ({
  metric: name,
  extraction: 'first_line',
  options,
  column: `score_${name}`,
})

/** Answers are written, and the target's likelihood is asked beside them. */
const beside = makeTask({
  name: 'beside',
  queries: [makeItem('a', 'sky', 'blue'), makeItem('b', 'blood', 'red')],
  metrics: [metric('exact_match'), metric('target_loglikelihood')],
  primary: 'score_exact_match',
  likelihood: { of: 'target' },
})

const choosing = (options = {}, likelihood: Task['likelihood'] = { of: 'choices' }): Task =>
  makeTask({
    name: 'choosing',
    queries: beside.queries.map((query) => ({ ...query, choices: CHOICES })),
    metrics: [metric('choice_accuracy', options), metric('target_loglikelihood')],
    primary: 'score_choice_accuracy',
    likelihood,
  })

/** What a session was asked, in order. */
interface Log {
  readonly completions: CompletionRequest[]
  readonly likelihoods: LikelihoodRequest[]
}

/** ` red` is the likelier, and after a prompt that asks nothing much more so. */
function said({ prompt, continuations }: LikelihoodRequest): LikelihoodAnswer {
  const bare = 'text' in prompt && prompt.text === 'Answer:'
  const likelihoods = continuations.map((text) => ({
    text,
    logProbability: text.endsWith('red') ? (bare ? -1 : -2) : bare ? -9 : -3,
    tokens: 1,
  }))
  return {
    likelihoods,
    promptTokens: bare ? 2 : 10,
    continuationTokens: continuations.length,
    cachedTokens: 4,
  }
}

function sessionThat(
  overrides: Partial<Session> = {},
  answer: (request: CompletionRequest) => Promise<Partial<Completion>> = async () => ({}),
  likely: (request: LikelihoodRequest) => Promise<LikelihoodAnswer> = async (request) => said(request),
) {
  const log: Log = { completions: [], likelihoods: [] }
  const session: Session = {
    capabilities: {
      raw: true,
      chat: true,
      tokenCounts: 'after',
      logProbabilities: 'forced',
      samplingOptions: ['temperature', 'max_tokens'],
    },
    reported: {},
    concurrency: 1,
    prefixAffinity: false,
    complete: async (request) => {
      log.completions.push(request)
      const text = ` ${request.trial.target}`
      return { text, finishReason: 'stop', promptTokens: 10, completionTokens: 1, ...(await answer(request)) }
    },
    likelihoods: async (request) => {
      log.likelihoods.push(request)
      return likely(request)
    },
    close: async () => {},
    ...overrides,
  }
  return { session, log }
}

const planned = makePlanned('m', { price: { input: 1, output: 2, cachedInput: 0.5 } })

async function run(
  task: Task,
  session: Session,
  overrides: Partial<ModelRunDeps> = {},
  factors: Partial<Plan> = {},
) {
  const results: Result[] = []
  const clock = fakeClock()
  const never = new AbortController().signal
  const base = { ...clock, random: () => 0, signal: never, draining: never }
  const scorer = compileScorers(task)
  const deps: ModelRunDeps = {
    ...base,
    traffic: createTraffic({ concurrency: 8 }, base),
    latencies: createLatencies(60_000),
    policy: { ...DEFAULT_RETRY_POLICY, maxAttempts: 3 },
    timestamp: () => '2026-01-01T00:00:00.000Z',
    scorerOf: () => scorer,
    isDone: () => false,
    append: (result) => void results.push(result),
    ...overrides,
  }
  const plan = makePlan({ models: [planned], tasks: [task], shots: [0], ...factors })
  const stoppedBy = await clock.run(runModel(plan, planned, session, deps))
  return { results, stoppedBy }
}

const failing = (kind: ProviderErrorKind) => async () => {
  throw new ProviderError(`it is ${kind}`, { provider: 'p', kind })
}
const raw = (prompt: Prompt) => ('text' in prompt ? prompt.text : JSON.stringify(prompt.messages))
const without = { capabilities: { ...sessionThat().session.capabilities, logProbabilities: 'none' as const } }

describe('a target’s likelihood beside an answer', () => {
  test('is asked after the same prompt, delimiter and all, and scored', async () => {
    const { session, log } = sessionThat()
    const { results } = await run(beside, session)
    expect(log.likelihoods.map(({ prompt, continuations }) => [raw(prompt), continuations])).toEqual([
      ['Q: sky\nA:', [' blue']],
      ['Q: blood\nA:', [' red']],
    ])
    expect(results[0]).toMatchObject({
      outcome: 'ok',
      response: ' blue',
      likelihoods: [{ text: ' blue', logProbability: -3, tokens: 1 }],
      scores: { score_exact_match: 1, score_target_loglikelihood: -3 / 5 },
    })
  })

  test('costs what both calls read and write', async () => {
    const { results } = await run(beside, sessionThat().session)
    // 10 + 1 for the answer; 10 prompt tokens again, 4 of them cached, and 1 of the target, all read.
    expect(results[0]).toMatchObject({ promptTokens: 21, completionTokens: 1, cachedTokens: 4, attempts: 1 })
    expect(results[0]?.costUsd).toBeCloseTo((17 * 1 + 4 * 0.5 + 1 * 2) / 1e6, 12)
  })

  test('of a server that does not tell, tokens and cost are unknown', async () => {
    const { session } = sessionThat({}, undefined, async (request) => ({
      likelihoods: said(request).likelihoods,
    }))
    const { results } = await run(beside, session)
    expect([results[0]?.promptTokens, results[0]?.costUsd]).toEqual([undefined, undefined])
  })

  test.each(['server', 'network'] as const)('is tried again alone when it fails: %s', async (kind) => {
    let times = 0
    const { session, log } = sessionThat({}, undefined, (request) =>
      times++ === 0 ? failing(kind)() : Promise.resolve(said(request)),
    )
    const { results } = await run(beside, session)
    expect([log.completions.length, log.likelihoods.length]).toEqual([2, 3])
    expect(results[0]).toMatchObject({ outcome: 'ok', attempts: 2, promptTokens: 21 })
  })

  test('that cannot be had fails the trial, which keeps what the answer cost', async () => {
    const { results } = await run(beside, sessionThat({}, undefined, failing('server')).session)
    expect(results[0]).toMatchObject({
      outcome: 'failed',
      scores: {},
      error: 'server: it is server',
      promptTokens: 10,
      completionTokens: 1,
    })
    expect(results[0]?.response).toBeUndefined()
  })

  test.each([
    ['the model gives none', without, undefined],
    ['it gives none for this prompt', {}, failing('unsupported')],
  ])('is left out where %s: answered, and scored without it', async (_name, overrides, likely) => {
    const { results } = await run(beside, sessionThat(overrides, undefined, likely).session)
    expect(results.map(({ outcome, scores }) => [outcome, scores])).toEqual([
      ['ok', { score_exact_match: 1 }],
      ['ok', { score_exact_match: 1 }],
    ])
    expect(results[0]).toMatchObject({ promptTokens: 10, likelihoods: undefined })
  })

  test.each([
    ['is no number', Number.NaN],
    ['is −∞, which no column holds', Number.NEGATIVE_INFINITY],
  ])('that %s is malformed, and fails after all tries', async (_name, logProbability) => {
    const { session } = sessionThat({}, undefined, async ({ continuations }) => ({
      likelihoods: continuations.map((text) => ({ text, logProbability, tokens: 1 })),
    }))
    const { results } = await run(beside, session)
    expect(results[0]).toMatchObject({ outcome: 'failed', attempts: 3, scores: {} })
    expect(results[0]?.error).toMatch(/^malformed: a log-likelihood is missing or is no finite number/)
  })

  test('that is missing among several is malformed', async () => {
    const { session } = sessionThat({}, undefined, async (request) => ({
      likelihoods: said(request).likelihoods.slice(1),
    }))
    expect((await run(choosing(), session)).results[0]?.error).toMatch(/^malformed: /)
  })
})

describe('an answer chosen by likelihood', () => {
  test('is the most likely choice; nothing is written', async () => {
    const { session, log } = sessionThat()
    const { results } = await run(choosing(), session)
    expect(log.completions).toEqual([])
    expect(log.likelihoods[0]?.continuations).toEqual([' red', ' blue'])
    expect(results).toMatchObject([
      {
        item: 'a',
        outcome: 'ok',
        finishReason: 'likelihood',
        answer: 'red',
        scores: { score_choice_accuracy: 0, score_target_loglikelihood: -3 / 5 },
        promptTokens: 12,
        completionTokens: 0,
      },
      { item: 'b', answer: 'red', scores: { score_choice_accuracy: 1, score_target_loglikelihood: -2 / 4 } },
    ])
  })

  test('is chosen as the primary metric compares: what the prompt makes likelier', async () => {
    const { session, log } = sessionThat()
    const task = choosing({ normalise: 'unconditional' }, { of: 'choices', unconditionalPrompt: 'Answer:' })
    const { results } = await run(task, session)
    expect(
      results.map(({ answer, likelihoods }) => [answer, likelihoods?.map((one) => one.unconditional)]),
    ).toEqual([
      ['blue', [-1, -9]],
      ['blue', [-1, -9]],
    ])
    // Asked once for both trials; the trial that asked has paid for it.
    expect(log.likelihoods.map(({ prompt }) => raw(prompt))).toEqual([
      'Q: sky\nA:',
      'Answer:',
      'Q: blood\nA:',
    ])
    expect(results.map(({ promptTokens }) => promptTokens)).toEqual([16, 12])
  })

  test('stands alone in a chat', async () => {
    const { session, log } = sessionThat()
    const task = choosing({ normalise: 'unconditional' }, { of: 'choices', unconditionalPrompt: 'Answer:' })
    await run(task, session, {}, { renderings: ['chat'] })
    expect(log.likelihoods[0]?.continuations).toEqual(['red', 'blue'])
    expect(log.likelihoods[1]?.prompt).toEqual({
      rendering: 'chat',
      messages: [{ role: 'user', content: 'Answer:', cuts: [] }],
    })
  })

  test('is skipped, never 0, where the model gives none', async () => {
    const { session, log } = sessionThat(without)
    const { results } = await run(choosing(), session)
    expect(log.likelihoods).toEqual([])
    for (const { outcome, scores, error, attempts } of results)
      expect([outcome, scores, error, attempts]).toEqual([
        'skipped',
        {},
        'unsupported: the model gives no log-likelihoods of given texts',
        0,
      ])
  })
})

describe('budget', () => {
  const budgeted = (session: Session, tokens: number) => {
    const budget = createBudget({ tokens }, { now: () => 0, startedAt: 0, before: { usd: 0, tokens: 0 } })
    return { budget, session: budgetedSession(session, planned.model, budget) }
  }

  test('every call has room, and what both used is spent', async () => {
    const { budget, session } = budgeted(sessionThat().session, 1e6)
    const { results } = await run(beside, session, { budget })
    expect(budget.spent.tokens).toBe(2 * (21 + 1))
    const rows = results.reduce((sum, row) => sum + (row.promptTokens ?? 0) + (row.completionTokens ?? 0), 0)
    expect(rows).toBe(budget.spent.tokens)
  })

  test('without room for it the trial stays open, and nothing is exceeded', async () => {
    const bound = contextBound({ rendering: 'raw', text: 'Q: sky\nA:', cuts: [] })
    // Room for an answer of 8 tokens, and not for a likelihood after what the answer used.
    const { budget, session } = budgeted(sessionThat().session, bound + 9)
    const { results, stoppedBy } = await run(beside, session, { budget })
    expect([results.length, stoppedBy?.kind]).toEqual([0, 'budget'])
    expect(budget.spent.tokens).toBeLessThanOrEqual(bound + 9)
  })

  test('an answer that waits for room for its likelihood is not asked again', async () => {
    const of = (text: string) => contextBound({ rendering: 'raw', text, cuts: [] }) + 8
    // Room for two answers at once, and not for a likelihood beside an answer and what the other one used.
    const slow = sessionThat({ concurrency: 2 })
    const { budget, session } = budgeted(slow.session, of('Q: sky\nA:') + of('Q: blood\nA:') + 4)
    const { results } = await run(beside, session, { budget })
    expect([results.length, slow.log.completions.length, slow.log.likelihoods.length]).toEqual([2, 2, 2])
  })

  test('choices take room for a prompt each', async () => {
    const bound = contextBound({ rendering: 'raw', text: 'Q: sky\nA:', cuts: [] })
    const { budget, session } = budgeted(sessionThat().session, 2 * bound)
    expect((await run(choosing(), session, { budget })).stoppedBy?.kind).toBe('budget')
  })

  test('several texts that fail may have been billed in part', async () => {
    const { budget, session } = budgeted(sessionThat({}, undefined, failing('server')).session, 1e6)
    await run(choosing(), session, { budget })
    expect([budget.spent.tokens, budget.maybeBilled.tokens > 0]).toEqual([0, true])
  })
})

describe('keys', () => {
  const keysOf = (task: Task) =>
    [...modelGroups(makePlan({ models: [planned], tasks: [task], shots: [0] }), planned)].flatMap((group) =>
      Array.from({ length: group.size }, (_, index) => group.at(index).key),
    )
  const plain: Task = { ...beside, likelihood: undefined }

  test('say what likelihoods are asked', () => {
    const bare = { of: 'choices', unconditionalPrompt: 'Answer:' } as const
    const kinds = [
      plain,
      beside,
      choosing(),
      choosing({}, bare),
      { ...choosing({}, bare), likelihood: { ...bare, unconditionalPrompt: 'A:' } },
    ]
    const keys = kinds.map((task) => keysOf({ ...task, name: 't' }).join())
    expect(new Set(keys).size).toBe(kinds.length)
  })

  test('of a task without them are as they were', () => {
    const { likelihood: _, ...never } = beside
    expect(keysOf(plain)).toEqual(keysOf(never))
  })

  test('follow the decoding where an answer is written, and not where one is chosen', () => {
    const warm = (task: Task): Task => ({ ...task, decoding: { ...task.decoding, temperature: 1 } })
    expect(keysOf(warm(beside))).not.toEqual(keysOf(beside))
    expect(keysOf(warm(choosing()))).toEqual(keysOf(choosing()))
  })
})

describe('room in the context', () => {
  const long = makeTask({
    ...beside,
    queries: [makeItem('a', 'sky', 'blue '.repeat(40)), makeItem('b', 'blood', 'red')],
  })
  const planOf = (task: Task) => makePlan({ models: [planned], tasks: [task], shots: [0] })

  test('is asked for the longest continuation, where that is more than the answer', () => {
    const most = Math.max(
      ...[...modelGroups(planOf(long), planned)].flatMap((group) =>
        Array.from({ length: group.size }, (_, index) => contextBound(promptOf(group.at(index), group))),
      ),
    )
    expect(contextNeeded(planOf(long))).toBe(most + ` ${'blue '.repeat(40)}`.length)
    expect(contextNeeded(planOf({ ...long, likelihood: undefined }))).toBe(most + 8)
    expect(contextNeeded(planOf(choosing()))).toBe(most + ' blue'.length)
  })

  test('is looked for each trial: a continuation that does not fit skips it', async () => {
    const capabilities = {
      ...sessionThat().session.capabilities,
      tokenCounts: 'exact' as const,
      contextLength: 50,
    }
    const countTokens = async (prompt: Prompt) => raw(prompt).length
    const { results } = await run(long, sessionThat({ capabilities, countTokens }).session)
    expect(results.map(({ outcome, error }) => [outcome, error])).toEqual([
      ['skipped', 'context: 210 tokens of prompt and continuation exceed the context of 50'],
      ['ok', undefined],
    ])
  })

  test.each([
    ['fits by its bound, uncounted', 200, 0, false],
    ['fits when counted with its prompt', 15, 2, false],
    ['does not fit', 13, 2, true],
  ])('a continuation %s', async (_name, contextLength, counts, misfits) => {
    const capabilities = { ...sessionThat().session.capabilities, contextLength }
    let counted = 0
    const countTokens = async (prompt: Prompt) => {
      counted++
      return raw(prompt).split(/\s+/).length + 11
    }
    const prompt: Prompt = { rendering: 'raw', text: 'a b', cuts: [] }
    const misfit = await misfitOf(
      prompt,
      { maxTokens: 0, continuations: [' blue'] },
      { capabilities, countTokens },
    )
    expect([misfit !== undefined, counted]).toEqual([misfits, counts])
  })
})

describe('before trials', () => {
  const plan = makePlan({ tasks: [beside, choosing(), makeTask()] })
  test('what a model cannot be asked is said, a line a task', () => {
    expect(likelihoodGaps(plan, 'm', sessionThat().session)).toEqual([])
    const lines = likelihoodGaps(plan, 'm', sessionThat(without).session)
    expect(lines).toEqual([
      expect.stringMatching(/^without log-likelihood: m, beside: .* stay empty$/),
      expect.stringMatching(/^not applicable: m, choosing: .* are skipped$/),
    ])
  })

  test.each([
    ['an answer', { ...beside, likelihood: undefined }, {}, 10],
    ['an answer and its target: the prompt twice, the target once', beside, {}, 10 + 10 + 3],
    ['the same of a model that gives none', beside, { given: false }, 10],
    ['choices: the prompt once, each choice', choosing(), {}, 10 + 3 + 3],
    ['choices, on a server: the prompt with each', choosing(), { promptPerText: true }, 20 + 3 + 3],
  ] as const)('tokens that are read for %s', async (_name, task, reading, tokens) => {
    const whole = makePlan({ tasks: [task], shots: [0], models: [planned] })
    // Every text begins with two tokens of its own.
    const count = (prompt: Prompt) => (raw(prompt).startsWith('Q:') ? 10 : raw(prompt) === '' ? 2 : 5)
    const estimate = await estimateTokens(whole, count, 1e6, {
      given: true,
      promptPerText: false,
      ...reading,
    })
    expect(estimate.promptTokens).toBe(2 * tokens)
    expect(estimate.answerTokensAtMost).toBe(task.likelihood?.of === 'choices' ? 0 : 2 * 8)
  })

  test.each([
    ['the same numbers', () => -2, true],
    ['others each time', (times: number) => -2 - times / 1e6, false],
  ])('the probe sees %s', async (_name, logProbability, repeatsAlone) => {
    let times = 0
    const { session, log } = sessionThat({}, undefined, async ({ continuations }) => ({
      likelihoods: continuations.map((text) => ({
        text,
        logProbability: logProbability(times++),
        tokens: 1,
      })),
    }))
    const never = new AbortController().signal
    const finding = await probeDeterminism(makePlan({ tasks: [choosing()], shots: [0] }), planned, session, {
      now: () => 0,
      sleep: async () => {},
      random: () => 0,
      signal: never,
      draining: never,
      policy: DEFAULT_RETRY_POLICY,
    })
    expect(finding).toMatchObject({ repeatsAlone, prompts: 1 })
    expect(log.completions).toEqual([])
  })
})
