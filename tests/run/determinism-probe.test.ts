import { describe, expect, test } from 'vitest'
import type { Completion, CompletionRequest, Session } from '../../src/domain/provider.ts'
import { ProviderError } from '../../src/domain/provider-error.ts'
import { checkOpened } from '../../src/run/check-opened.ts'
import { findingText, probeDeterminism } from '../../src/run/determinism-probe.ts'
import type { Plan } from '../../src/run/plan.ts'
import { DEFAULT_RETRY_POLICY } from '../../src/run/retry.ts'
import { makePlan, makePlanned, makeTask } from '../fixtures/tasks.ts'

interface Asked {
  readonly request: CompletionRequest
  /** Others in flight when it came. */
  readonly beside: number
  /** How often the same prompt had been asked before. */
  readonly times: number
}

/** A model whose answers a test makes from what was asked; it notes every request. */
function modelThat(answer: (asked: Asked) => string, overrides: Partial<Session> = {}) {
  const asked: Asked[] = []
  let inFlight = 0
  const session: Session = {
    capabilities: {
      raw: true,
      chat: true,
      tokenCounts: 'after',
      logProbabilities: 'none',
      samplingOptions: ['temperature'],
    },
    reported: {},
    concurrency: 8,
    prefixAffinity: false,
    close: async () => {},
    complete: async (request): Promise<Completion> => {
      inFlight++
      // Long enough for whoever else was started at the same time to be there.
      await new Promise((resolve) => setImmediate(resolve))
      const times = asked.filter((one) => textOf(one.request) === textOf(request)).length
      const one = { request, beside: inFlight - 1, times }
      asked.push(one)
      try {
        return { text: answer(one), finishReason: 'stop' }
      } finally {
        await new Promise((resolve) => setImmediate(resolve))
        inFlight--
      }
    },
    ...overrides,
  }
  return { session, asked }
}

const textOf = (request: CompletionRequest): string =>
  request.prompt.rendering === 'raw' ? request.prompt.text : ''

const deps = (draining = new AbortController().signal) => ({
  now: () => 0,
  sleep: async () => {},
  random: () => 0,
  signal: new AbortController().signal,
  draining,
  policy: DEFAULT_RETRY_POLICY,
})

const planned = makePlanned()
const plan = (overrides: Partial<Plan> = {}): Plan => makePlan({ tasks: [makeTask()], ...overrides })
const error = (kind: 'context' | 'server' | 'auth') => new ProviderError(kind, { provider: 'p', kind })

describe('what is found', () => {
  test.each<[string, (asked: Asked) => string, boolean, boolean]>([
    ['always the same', ({ request }) => textOf(request).slice(-9), true, true],
    ['another answer each time', ({ times }) => `${times}`, false, false],
    ['another answer when warm', ({ times }) => (times === 0 ? 'cold' : 'warm'), false, false],
    ['another answer beside others', ({ beside }) => (beside > 0 ? 'b' : 'a'), true, false],
    [
      'one prompt in four beside others',
      ({ beside, request }) => (beside > 0 && request.trial.item === 'q2' ? 'b' : 'a'),
      true,
      false,
    ],
  ])('%s', async (_name, answer, repeatsAlone, repeatsBesideOthers) => {
    const { session } = modelThat(answer)
    expect(await probeDeterminism(plan(), planned, session, deps())).toEqual({
      repeatsAlone,
      repeatsBesideOthers,
      prompts: 4,
    })
  })
})

test('four prompts of the plan, longest first, twice alone and once with three others, at temperature 0', async () => {
  const { session, asked } = modelThat(() => 'a')
  const warm = makeTask({ decoding: { maxTokens: 8, temperature: 0.7, stop: ['\n'] } })
  await probeDeterminism(plan({ tasks: [warm], repeats: 3 }), planned, session, deps())
  expect(asked.map(({ beside }) => beside)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3])
  expect(new Set(asked.map(({ request }) => textOf(request))).size).toBe(4)
  expect(new Set(asked.map(({ request }) => request.decoding.temperature))).toEqual(new Set([0]))
  expect(new Set(asked.map(({ request }) => request.trial.shots))).toEqual(new Set([8]))
})

test('a model that takes one request at a time is asked one prompt, twice', async () => {
  const { session, asked } = modelThat(() => 'a', { concurrency: 1 })
  const finding = await probeDeterminism(plan(), planned, session, deps())
  expect(finding).toEqual({ repeatsAlone: true, repeatsBesideOthers: undefined, prompts: 1 })
  expect(asked).toHaveLength(2)
})

test('prompts that do not fit are passed over for shorter ones', async () => {
  const { session, asked } = modelThat(({ request }) => {
    if (request.trial.shots > 2) throw error('context')
    return 'a'
  })
  expect(await probeDeterminism(plan(), planned, session, deps())).toMatchObject({ prompts: 4 })
  expect(asked.filter(({ request }) => request.trial.shots === 2)).toHaveLength(12)
})

describe('nothing is found', () => {
  test('where the model takes no temperature', async () => {
    const { session, asked } = modelThat(() => 'a')
    const capabilities = { ...session.capabilities, samplingOptions: [] }
    expect(await probeDeterminism(plan(), planned, { ...session, capabilities }, deps())).toBeUndefined()
    expect(asked).toEqual([])
  })

  test('where no prompt fits', async () => {
    const { session } = modelThat(() => {
      throw error('context')
    })
    expect(await probeDeterminism(plan(), planned, session, deps())).toBeUndefined()
  })

  test.each(['server', 'auth'] as const)('where a call fails: %s', async (kind) => {
    const { session, asked } = modelThat(({ times, beside }) => {
      if (times === 1 && beside === 0) throw error(kind)
      return 'a'
    })
    const finding = await probeDeterminism(plan(), planned, session, deps())
    // A failure of the moment is tried again; what stops a model is left for its trials to meet.
    expect(finding?.prompts).toBe(kind === 'server' ? 4 : undefined)
    expect(asked.length).toBe(kind === 'server' ? 16 : 2)
  })

  test('where tokens cannot be counted', async () => {
    const { session } = modelThat(() => 'a')
    const capabilities = { ...session.capabilities, tokenCounts: 'exact', contextLength: 10 } as const
    const countTokens = () => Promise.reject(error('server'))
    const finding = await probeDeterminism(plan(), planned, { ...session, capabilities, countTokens }, deps())
    expect(finding).toBeUndefined()
  })

  test('while the run is being stopped', async () => {
    const { session, asked } = modelThat(() => 'a')
    expect(await probeDeterminism(plan(), planned, session, deps(AbortSignal.abort()))).toBeUndefined()
    expect(asked).toEqual([])
  })
})

describe('an opened model', () => {
  const checked = async (overrides: Partial<Session>, probe = true, model = planned) => {
    const { session, asked } = modelThat(({ times }) => `${times}`, overrides)
    const notices: string[] = []
    const found: unknown[] = []
    const result = await checkOpened(plan(), model, session, {
      ...deps(),
      probe,
      checked: new Set(),
      onProbe: (_model, finding) => void found.push(finding),
      notice: (line) => void notices.push(line),
    })
    return { asked, notices, found, model: result.model }
  }

  test('is probed once, and the finding is told', async () => {
    const { found, notices } = await checked({})
    expect(found).toEqual([{ repeatsAlone: false, repeatsBesideOthers: false, prompts: 4 }])
    expect(notices).toEqual([expect.stringContaining('m: does not answer the same again at temperature 0')])
  })

  test.each<[string, Partial<Session>, boolean]>([
    ['its engine guarantees it', { deterministic: 'guaranteed' }, true],
    ['probe is off', {}, false],
  ])('is asked nothing where %s', async (_name, overrides, probe) => {
    const { asked, notices } = await checked(overrides, probe)
    expect([asked, notices]).toEqual([[], []])
  })

  test('has its own figures where the config has none, and a disagreement is one notice', async () => {
    const reported = { parameters: 2e9, quantization: 'Q4_0', contextLength: 512 }
    const guaranteed = { deterministic: 'guaranteed', reported } as const
    const silent = await checked(guaranteed, true, makePlanned('m', { parameters: undefined }))
    expect(silent.model).toMatchObject({ parameters: 2e9, quantization: 'Q4_0' })
    expect(silent.notices).toEqual([])
    const wrong = await checked(guaranteed, true, makePlanned('m', { parameters: 1e9, contextLength: 4096 }))
    expect(wrong.model.parameters).toBe(1e9)
    expect(wrong.notices).toEqual([
      'm: parameters is 1000000000 in the config, 2000000000 in the model; context_length is 4096 in the config, 512 in the model',
    ])
  })
})

test.each([
  [
    true,
    true,
    'm: answers the same again at temperature 0, alone and beside others (4 prompts asked 3 times)',
  ],
  [true, undefined, 'm: answers the same again at temperature 0 (4 prompts asked twice)'],
])('a finding in words: %s, %s', (repeatsAlone, repeatsBesideOthers, text) => {
  expect(findingText('m', { repeatsAlone, repeatsBesideOthers, prompts: 4 })).toBe(text)
})
