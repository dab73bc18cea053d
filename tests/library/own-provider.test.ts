import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Config,
  type CustomAnswer,
  type CustomProvider,
  type CustomRequest,
  InputError,
  ProviderError,
  type Result,
  type RunSuiteOptions,
  readCurves,
  readTrials,
  runSuite,
  type TaskConfig,
} from '../../src/index.ts'
import { icl } from '../commands/run-icl.ts'
import { STILL, sumsProject } from './sums-project.ts'

let project: ReturnType<typeof sumsProject>
beforeEach(() => {
  project = sumsProject()
})
afterEach(() => project.remove())

const sums: TaskConfig = {
  name: 'sums',
  items: Array.from({ length: 12 }, (_, index) => ({ input: `${index} + 1`, target: `${index + 1}` })),
  pool: 4,
  template: { input: '{{ input }} =' },
  decoding: { max_tokens: 8, stop: ['\n'] },
  metrics: ['exact_match'],
}

function configOf(provider: CustomProvider, task: TaskConfig = sums): Config {
  return {
    providers: { mine: provider },
    models: [
      { name: 'small', id: 'served-small', provider: 'mine', family: 'Mine', parameters: '1M' },
      { name: 'large', provider: 'mine', family: 'Mine', parameters: '1B' },
    ],
    tasks: [{ suite: 'arithmetic', tasks: [task] }],
    defaults: { shots: [0, 2], probe: false },
  }
}

const run = (provider: CustomProvider, options: Partial<RunSuiteOptions> = {}, task: TaskConfig = sums) =>
  runSuite({ config: configOf(provider, task), folder: project.folder, run: 'r', clock: STILL, ...options })

const lastLine = ({ prompt }: CustomRequest): string =>
  prompt.rendering === 'raw'
    ? (prompt.text.split('\n').at(-1) ?? '')
    : (prompt.messages.at(-1)?.content.split('\n').at(-1) ?? '')

const adds = (request: CustomRequest): string => {
  const [a = 0, b = 0] = lastLine(request).match(/\d+/g)?.map(Number) ?? []
  return ` ${a + b}\nand more`
}

describe("a provider of one's own", () => {
  test("is asked each trial once, with the prompt, the model's id and how to sample", async () => {
    const asked: CustomRequest[] = []
    const summary = await run({
      version: '1',
      complete: (request) => {
        asked.push(request)
        return adds(request)
      },
    })
    expect([summary.state, summary.trials.asked, asked.length]).toEqual(['complete', 32, 32])
    expect(new Set(asked.map(({ model }) => model))).toEqual(new Set(['served-small', 'large']))
    const [first] = asked
    expect(first?.prompt).toMatchObject({ rendering: 'raw', text: expect.stringMatching(/=$/) })
    expect(first?.decoding).toEqual({ maxTokens: 8, temperature: 0, stop: ['\n'] })
    const trials = await Array.fromAsync(readTrials(summary.folder))
    // The stop text and what follows are no part of the answer.
    expect(trials.every(({ outcome, response }) => outcome === 'ok' && /^ \d+$/.test(response ?? ''))).toBe(
      true,
    )
    const { points } = await readCurves(summary.folder)
    expect(new Set(points.map(({ source, score }) => `${source} ${score}`))).toEqual(new Set(['run 1']))
    expect(trials[0]?.engine).toBe('custom mine 1')
  })

  test('its version is part of every key, and stands in run.yaml; the curves need only the folder', async () => {
    const { folder } = await run({ version: '1', complete: adds })
    expect((await run({ version: '1', complete: adds })).trials).toMatchObject({ asked: 0, found: 32 })
    expect((await run({ version: '2', complete: adds })).trials).toMatchObject({ asked: 32, found: 0 })
    expect(readFileSync(`${folder}/run.yaml`, 'utf8')).toMatch(/mine:\s+type: custom\s+version: "?2"?/)
    expect((await icl(['curves', folder])).exitCode).toBe(0)
  })

  test('an answer with facts: finish reason, reasoning, tokens and their cost', async () => {
    const answer: CustomAnswer = {
      text: '1',
      finishReason: 'length',
      reasoning: 'because',
      promptTokens: 10,
      completionTokens: 2,
    }
    const config = configOf({ version: '1', complete: async () => answer })
    const priced = config.models.map((model) => ({ ...model, price: { input: 1, output: 10 } }))
    const trials: Result[] = []
    await runSuite({
      ...{ config: { ...config, models: priced }, folder: project.folder, run: 'r', limit: 1 },
      onTrial: (trial) => trials.push(trial),
    })
    expect(trials[0]).toMatchObject({
      ...{ response: '1', reasoning: 'because', promptTokens: 10, completionTokens: 2, costUsd: 3e-5 },
      finishReason: 'length',
    })
  })

  test('never more calls at once than its concurrency', async () => {
    let under = 0
    let most = 0
    await run(
      {
        version: '1',
        concurrency: 3,
        complete: async (request) => {
          most = Math.max(most, ++under)
          await new Promise((resolve) => setTimeout(resolve, 2))
          under--
          return adds(request)
        },
      },
      { models: ['large'] },
    )
    expect(most).toBe(3)
  })

  test('a rendering that it cannot take is skipped, not turned into something else', async () => {
    const config = configOf({ version: '1', renderings: ['chat'], complete: adds })
    const summary = await runSuite({
      config: { ...config, defaults: { shots: [0], renderings: ['raw', 'chat'], probe: false } },
      ...{ folder: project.folder, run: 'r', clock: STILL, models: ['large'] },
    })
    expect(summary.trials).toMatchObject({ asked: 16, skipped: 8 })
  })

  test('messages reach it as messages', async () => {
    const prompts: CustomRequest['prompt'][] = []
    const config = configOf({
      version: '1',
      complete: (request) => {
        prompts.push(request.prompt)
        return adds(request)
      },
    })
    await runSuite({
      config: { ...config, defaults: { shots: [1], renderings: ['chat-turns'], probe: false } },
      ...{ folder: project.folder, run: 'r', clock: STILL, models: ['large'], limit: 1 },
    })
    const [prompt] = prompts
    expect(prompt?.rendering === 'chat-turns' && prompt.messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
    ])
    expect(JSON.stringify(prompt)).not.toContain('cuts')
  })

  test('likelihoods of choices, and none where it cannot tell', async () => {
    const colours: TaskConfig = {
      name: 'colours',
      answer_by: 'likelihood',
      choices: ['red', 'blue'],
      items: ['rose', 'sky', 'blood', 'sea'].map((input, index) => ({
        input,
        target: index % 2 === 0 ? 'red' : 'blue',
      })),
      template: { input: '{{ input }}:' },
      metrics: ['choice_accuracy'],
    }
    const asked: (readonly string[])[] = []
    const provider: CustomProvider = {
      version: '1',
      complete: adds,
      likelihoods: ({ prompt, continuations }) => {
        asked.push(continuations)
        const isRed = prompt.rendering === 'raw' && /rose|blood/.test(prompt.text)
        return continuations.map((text) => ({
          logProbability: text.includes('red') === isRed ? -1 : -5,
          tokens: 1,
        }))
      },
    }
    const options = { models: ['large'], shots: [0] }
    const summary = await run(provider, options, colours)
    const trials = await Array.fromAsync(readTrials(summary.folder))
    expect(trials.map(({ answer, target }) => answer === target)).toEqual([true, true, true, true])
    expect(asked[0]).toEqual([' red', ' blue'])
    const { trials: none } = await run({ version: '2', complete: adds }, options, colours)
    expect(none).toMatchObject({ asked: 4, skipped: 4 })
  })
})

describe('what goes wrong in it', () => {
  const failing = (error: () => unknown): CustomProvider => ({
    version: '1',
    complete: () => {
      throw error()
    },
  })
  const fault = (kind: ProviderError['kind']) => new ProviderError('no luck', { provider: 'mine', kind })

  test('a ProviderError that is worth it is tried again', async () => {
    let calls = 0
    const summary = await run({
      version: '1',
      complete: (request) => {
        if (++calls % 3 === 0) throw fault('server')
        return adds(request)
      },
    })
    expect([summary.state, summary.trials.failed]).toEqual(['complete', 0])
    expect(calls).toBeGreaterThan(32)
  })

  test('one that stays fails the trial, and the next call asks it again', async () => {
    const broken = failing(() => fault('bad-request'))
    const first = await run(broken, { models: ['large'] })
    expect([first.state, first.exitCode, first.trials.failed]).toEqual(['some-failed', 1, 16])
    expect((await run(broken, { models: ['large'], retryFailed: false })).trials.asked).toBe(0)
    expect((await run({ version: '1', complete: adds }, { models: ['large'] })).state).toBe('complete')
  })

  test('one that stops the model leaves the others alone', async () => {
    const summary = await run({
      version: '1',
      complete: (request) => {
        if (request.model === 'large') throw fault('auth')
        return adds(request)
      },
    })
    expect([summary.state, summary.problems.map(({ model, error }) => [model, error.message])]).toEqual([
      'some-failed',
      [['large', 'no luck']],
    ])
  })

  test('anything else is a bug: the run rejects with it, and keeps what is finished', async () => {
    const bug = new TypeError('x is undefined')
    let calls = 0
    const ended = run({
      version: '1',
      complete: (request) => {
        if (++calls === 9) throw bug
        return adds(request)
      },
    })
    await expect(ended).rejects.toBe(bug)
    const again = await run({ version: '1', complete: adds })
    expect(again.trials.found).toBeGreaterThan(0)
    expect(again.trials.asked + again.trials.found).toBe(32)
  })

  test('an answer that is none is said to be malformed', async () => {
    const provider = { version: '1', complete: () => undefined } as unknown as CustomProvider
    const { trials } = await run(provider, { models: ['large'], limit: 1, shots: [0] })
    expect(trials.failed).toBe(1)
    const [trial] = await Array.fromAsync(readTrials(project.path('results/r')))
    expect(trial?.error).toContain('complete gave neither a text nor {text}')
  })

  test('its signal aborts when the run is stopped at once', async () => {
    const stop = new AbortController()
    const ended = run(
      {
        version: '1',
        complete: ({ signal }) =>
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason))
            setTimeout(() => stop.abort(new Error('stopped')), 5)
          }),
      },
      { signal: stop.signal },
    )
    await expect(ended).rejects.toThrow('stopped')
  })

  const faults: [string, object, RegExp][] = [
    ['no version', { complete: adds }, /^config\.providers\.mine: found no version/],
    ['a concurrency of 0', { version: '1', concurrency: 0, complete: adds }, /concurrency: found 0/],
    ['neither a type nor complete', { version: '1' }, /^config\.providers\.mine/],
  ]
  test.each(faults)('%s', async (_name, provider, message) => {
    const ended = await run(provider as CustomProvider).catch((error: unknown) => error)
    expect(ended).toBeInstanceOf(InputError)
    expect((ended as Error).message).toMatch(message)
  })
})
