import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Config, InputError, type Result, type RunSuiteOptions, runSuite } from '../../src/index.ts'
import { icl } from '../commands/run-icl.ts'
import { STILL, sumsConfig, sumsProject } from './sums-project.ts'

let project: ReturnType<typeof sumsProject>
beforeEach(() => {
  project = sumsProject()
})
afterEach(() => project.remove())

const suite = (options: Partial<RunSuiteOptions> = {}) =>
  runSuite({ config: sumsConfig, folder: project.folder, run: 'code', clock: STILL, ...options })
const read = (name: string) => readFileSync(project.path(name), 'utf8')
const FILES = ['trials.csv', 'curve.csv', 'verdicts.csv']

describe('the same as the command', () => {
  test('an object gives the bytes that the command gives for the same file', async () => {
    const { exitCode } = await icl(['run', '--config', project.config, '--run', 'command'], STILL)
    const summary = await suite()
    expect([exitCode, summary.exitCode, summary.state]).toEqual([0, 0, 'complete'])
    expect(summary.folder).toBe(project.path('results/code'))
    expect(summary.trials).toEqual({ asked: 384, failed: 0, skipped: 0, unscored: 0, found: 0, left: 0 })
    for (const file of FILES) expect(read(`results/code/${file}`), file).toBe(read(`results/command/${file}`))
    const manifest = (name: string) => read(`results/${name}/run.yaml`).replace(`name: ${name}`, '')
    expect(manifest('code')).toBe(manifest('command'))
    expect(readdirSync(project.path('results/code')).toSorted()).toEqual(
      readdirSync(project.path('results/command')).toSorted(),
    )
  })

  test('a file does, with every option that narrows it', async () => {
    const args = ['--model', 'sim-1000m', '--shots', '2', '--limit', '5', '--seed', '9', '--task', 'sums']
    await icl(['run', '--config', project.config, '--run', 'command', ...args], STILL)
    const { trials } = await suite({
      config: project.config,
      ...{ models: ['sim-1000m'], shots: [2], limit: 5, seed: 9, tasks: ['sums'] },
    })
    expect(trials.asked).toBe(5)
    for (const file of FILES) expect(read(`results/code/${file}`), file).toBe(read(`results/command/${file}`))
  })

  test('the command goes on with what code began, and the other way round', async () => {
    await suite({ models: ['sim-50m'] })
    const command = await icl(['run', '--config', project.config, '--run', 'code'], STILL)
    expect(command.out).toContain('ran 320 trials, found 64 trials done before')
    const again = await suite()
    expect(again.trials).toMatchObject({ asked: 0, found: 384, left: 0 })
  })

  test('a suite in place of those of the config has its own name and settings', async () => {
    const options: RunSuiteOptions = {
      config: project.config,
      folder: project.folder,
      clock: STILL,
      models: ['sim-50m'],
      suite: {
        suite: 'one',
        run: { shots: [0] },
        tasks: [
          {
            name: 'capitals',
            items: 'capitals.jsonl',
            template: { input: 'Capital of {{ input }}:' },
            metrics: ['exact_match'],
          },
        ],
      },
    }
    const summary = await runSuite(options).catch((error: Error) => error)
    expect(summary).toBeInstanceOf(InputError)
    expect((summary as Error).message).toMatch(/^suite\.tasks\[0\]\.items: .*capitals\.jsonl/)
    writeFileSync(project.path('capitals.jsonl'), '{"input":"Peru","target":"Lima"}\n')
    const run = await runSuite(options)
    expect([run.run, run.trials.asked, run.folder]).toEqual(['one', 1, project.path('results/one')])
  })
})

describe('what is told', () => {
  test('each trial when its row stands, and notices; nothing is printed', async () => {
    const trials: Result[] = []
    const notices: string[] = []
    await suite({ onTrial: (trial) => trials.push(trial), onNotice: (line) => notices.push(line) })
    expect(trials).toHaveLength(384)
    expect(new Set(trials.map(({ trialKey }) => trialKey)).size).toBe(384)
    expect(trials.every(({ scores, response }) => 'score_exact_match' in scores && response !== '')).toBe(
      true,
    )
    expect(notices.join('\n')).toContain('sim-8000m')
  })

  test('what onTrial throws stops the run, and the row stands', async () => {
    let seen = 0
    const stop = new Error('seen enough')
    const ended = suite({
      onTrial: () => {
        if (++seen === 7) throw stop
      },
    })
    await expect(ended).rejects.toBe(stop)
    const rows = read('results/code/trials.csv').trim().split('\n').length - 1
    expect(rows).toBeGreaterThanOrEqual(7)
    expect(rows).toBeLessThan(384)
    // Nothing is lost or left locked.
    expect((await suite()).trials).toMatchObject({ asked: 384 - rows, found: rows })
  })
})

describe('stopping', () => {
  test('signal: rejects with its reason at once, and what is finished stays', async () => {
    const stop = new AbortController()
    let seen = 0
    const ended = suite({
      signal: stop.signal,
      onTrial: () => {
        if (++seen === 10) stop.abort(new Error('enough'))
      },
    })
    await expect(ended).rejects.toThrow('enough')
    const again = await suite()
    expect(again.trials.found).toBeGreaterThanOrEqual(10)
    expect(again.trials.asked + again.trials.found).toBe(384)
  })

  test('signal: one that has aborted before asks nothing and makes nothing', async () => {
    const ended = suite({ signal: AbortSignal.abort(new Error('never')) })
    await expect(ended).rejects.toThrow('never')
    expect(existsSync(project.path('results'))).toBe(false)
  })

  test('drainSignal: what is under way is finished, and the curves are drawn', async () => {
    const stop = new AbortController()
    let seen = 0
    const summary = await suite({
      drainSignal: stop.signal,
      onTrial: () => {
        if (++seen === 10) stop.abort()
      },
    })
    expect([summary.state, summary.exitCode]).toEqual(['interrupted', 130])
    expect(summary.trials.asked).toBeGreaterThanOrEqual(10)
    expect(summary.trials.asked + summary.trials.left).toBe(384)
    expect(existsSync(project.path('results/code/curve.csv'))).toBe(true)
  })

  test('a budget: which limit, and how much is left', async () => {
    const summary = await suite({ budget: { tokens: 1500 } })
    expect([summary.state, summary.exitCode, summary.reached]).toEqual(['stopped-by-budget', 3, ['tokens']])
    expect(summary.trials.left).toBeGreaterThan(0)
  })

  test('two calls at once on two folders do not know of each other', async () => {
    const [a, b] = await Promise.all([suite(), suite({ run: 'other', seed: 2 })])
    expect([a.trials.asked, b.trials.asked]).toEqual([384, 384])
    const alone = await suite({ run: 'alone' })
    expect(readFileSync(`${a.folder}/trials.csv`, 'utf8')).toBe(
      readFileSync(`${alone.folder}/trials.csv`, 'utf8'),
    )
  })

  test('two calls at once on one folder: one of them is refused, whichever comes to the lock second', async () => {
    const calls = await Promise.allSettled([suite(), suite()])
    const [ran] = calls.flatMap((call) => (call.status === 'fulfilled' ? [call.value] : []))
    const refused = calls.flatMap((call) => (call.status === 'rejected' ? [call.reason] : []))
    expect(ran?.state).toBe('complete')
    expect(refused).toEqual([expect.any(InputError)])
  })
})

describe('what is wrong', () => {
  const faults: [string, unknown, RegExp][] = [
    ['no config', undefined, /^config: found no config/],
    [
      'an unknown key',
      { ...sumsConfig, modls: [] },
      /^config: unknown key "modls"|^config\.modls: unknown key "modls"/,
    ],
    [
      'a wrong value, with its path',
      { ...sumsConfig, models: [{ ...sumsConfig.models[0], parameters: 'many' }] },
      /^config\.models\[0\]\.parameters: parameters: found "many", expected a size/,
    ],
    [
      'an unknown provider',
      { ...sumsConfig, models: [{ name: 'a', family: 'A', provider: 'sum' }] },
      /^config\.models\[0\]\.provider: unknown provider "sum"; did you mean "sim"\?/,
    ],
    [
      'a model twice',
      { ...sumsConfig, models: [...sumsConfig.models, sumsConfig.models[0]] },
      /^config\.models\[6\]\.name: the model name "sim-50m" is given twice, first at config\.models\[0\]\.name/,
    ],
    [
      'a key of YAML that is misspelt in a suite',
      { ...sumsConfig, tasks: [{ suite: 's', tasks: [{ nam: 'x' }] }] },
      /config\.tasks\[0\]\.tasks\[0\]/,
    ],
    ['a list in place of a suite', { ...sumsConfig, tasks: [[]] }, /config\.tasks\[0\]/],
    ['no suite at all', { ...sumsConfig, tasks: [] }, /^config\.tasks: /],
    ['a function where data belongs', { ...sumsConfig, defaults: { shots: () => 1 } }, /found a function/],
    ['a class', { ...sumsConfig, defaults: new Map() }, /an instance of Map, expected plain data/],
    ['a value that contains itself', { ...sumsConfig, runs: circle() }, /contains itself/],
    [
      'an environment variable that is not set',
      {
        ...sumsConfig,
        providers: { sim: { type: 'openai', api_key: `\${NO_SUCH_KEY}` } },
      },
      /NO_SUCH_KEY is not set/,
    ],
  ]
  function circle(): object {
    const one: { first?: object } = {}
    one.first = one
    return one
  }
  test.each(faults)('%s', async (_name, config, message) => {
    const ended = await suite({ config: config as Config, env: {} }).catch((error: unknown) => error)
    expect(ended).toBeInstanceOf(InputError)
    expect((ended as InputError).message).toMatch(message)
    expect(existsSync(project.path('results'))).toBe(false)
  })

  test('an unknown run name and task are named with the nearest', async () => {
    await expect(suite({ tasks: ['sum'] })).rejects.toThrow(/did you mean "sums"\?/)
    await expect(suite({ config: join(project.folder, 'none.yaml') })).rejects.toThrow(InputError)
  })

  const slips: [string, object, RegExp][] = [
    ['an unknown option', { shot: [0] }, /^options\.shot: unknown key "shot"; did you mean "shots"\?/],
    [
      'shots below 0',
      { shots: [0, -1] },
      /^options\.shots\[1\]: shots: found -1 \(number\), expected a whole number/,
    ],
    ['a limit of 0', { limit: 0 }, /^options\.limit: .*at least 1/],
    ['a budget that is none', { budget: { usd: -1 } }, /^options\.budget\.usd/],
    ['a budget of something else', { budget: { eur: 1 } }, /unknown key "eur".*usd, tokens, minutes/],
    ['a signal that is none', { signal: {} }, /^options\.signal: .*an AbortSignal/],
    ['a call that is none', { onTrial: 'print' }, /^options\.onTrial: .*a function/],
    ['a name that cannot be a folder', { run: '../up' }, /"\.\.\/up" cannot name a run/],
    ['the name of committed runs', { run: 'published' }, /cannot name a run/],
  ]
  test.each(slips)('%s', async (_name, options, message) => {
    const ended = await suite(options).catch((error: unknown) => error)
    expect(ended).toBeInstanceOf(InputError)
    expect((ended as InputError).message).toMatch(message)
  })

  test('undefined members are as if they were not there', async () => {
    const config: Config = { ...sumsConfig, results: undefined, defaults: { shots: [0], limit: undefined } }
    expect((await suite({ config, models: undefined, budget: { usd: undefined } })).state).toBe('complete')
  })

  test('a model that cannot be run: the others are, and the problem is told', async () => {
    const config: Config = {
      ...sumsConfig,
      providers: { ...sumsConfig.providers, local: { type: 'llama' } },
      models: [
        ...sumsConfig.models.slice(0, 1),
        { name: 'gone', provider: 'local', family: 'G', weights: [{ file: 'gone.gguf' }] },
      ],
    }
    const { state, problems, trials } = await suite({ config })
    expect([state, trials.asked]).toEqual(['bad-input', 64])
    expect(problems.map(({ model, error }) => [model, error.name])).toEqual([['gone', 'InputError']])
  })
})
