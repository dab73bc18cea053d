import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { icl, PROJECT, temporaryProject } from './run-icl.ts'

let project: ReturnType<typeof temporaryProject>
let config = ''
/** A port where nothing listens. */
let closed = 0
beforeAll(async () => {
  closed = await closedPort()
  project = temporaryProject()
  await icl(['init', project.folder])
  config = project.read('harness.config.yaml')
})
afterAll(() => project.remove())

describe('what a person types', () => {
  test.each([
    [['rum'], /unknown command 'rum'[\s\S]*Did you mean run\?/],
    [['run', '--modle', 'x'], /unknown option '--modle'[\s\S]*Did you mean --model\?/],
    [['run', '--shots', '1,two'], /argument '1,two' is invalid. It is not a whole number from 0 on/],
    [['run', '--limit', '0'], /It is not a whole number from 1 on/],
    [['run', '--seed', '-1'], /It is not a whole number/],
    [['show'], /missing required argument 'task'/],
    [['show', 'colours', '--control', 'golden'], /Allowed choices are gold, shuffled-labels/],
    [['run', 'first'], /too many arguments/],
  ])('icl %j', async (args, message) => {
    const { exitCode, notes, out } = await icl(args)
    expect(notes).toMatch(message)
    expect([exitCode, out]).toEqual([2, ''])
  })

  test.each([
    [['run', '--run', 'frist'], /unknown run "frist"; did you mean "first"\?; allowed: first/],
    [['run', '--run', 'a/b'], /"a\/b" cannot name a run/],
    [['run', '--run', 'reference'], /"reference" cannot name a run/],
    [['run', '--model', 'simulated-1bb'], /unknown model "simulated-1bb"; did you mean "simulated-1b"\?/],
    [['run', '--task', 'colors'], /unknown task "colors"; did you mean "colours"\?/],
    [
      ['run', '--shots', '5'],
      /tasks\/colours\.yaml:\d+:\d+: the task "colours" has 4 items in its pool, and 5 shots are asked for/,
    ],
    [['plan', '--run', 'frist'], /did you mean "first"\?/],
    [['curves', 'nothing'], /results\/nothing: is not a run folder: it has no run\.yaml/],
    [['models', 'pull', '--model', 'x'], /unknown model "x"/],
  ])('icl %j', async (args, message) => {
    const { exitCode, notes } = await icl([...args, '--config', project.config])
    expect(notes).toMatch(message)
    expect(exitCode).toBe(2)
  })
})

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** A config like init's with something replaced; returns what `icl run` says. */
async function runWith(from: string | RegExp, to: string, env: Record<string, string> = {}) {
  const changed = config.replace(from, to)
  expect(changed).not.toBe(config)
  writeFileSync(project.config, changed)
  try {
    return await icl(['run', '--config', project.config], {
      env: { ...process.env, ...env },
      sleep: async () => {},
    })
  } finally {
    writeFileSync(project.config, config)
  }
}

const MODEL =
  '  - {name: simulated-160m, provider: simulated, family: Simulated, parameters: 160M, tuning: base}\n'
const IN_RUN = 'models: [simulated-160m,'

describe('models that cannot be had leave the others alone', () => {
  const withModel = (model: string, provider = '') => {
    const changed = config
      .replace(MODEL, `${MODEL}  - ${model}\n`)
      .replace(IN_RUN, 'models: [bad, simulated-160m,')
    return runWith(
      config,
      provider === ''
        ? changed
        : changed.replace('  local: {type: llama}\n', `  local: {type: llama}\n  ${provider}\n`),
    )
  }
  const llama = (more: string) =>
    `{name: bad, provider: local, family: F, parameters: 1B, tuning: base, ${more}}`

  test.each([
    [
      'missing weights',
      llama('weights: [{file: nowhere.gguf}]'),
      2,
      /bad is not run: no source gave the weights of model "bad"\nfile: nowhere\.gguf: no such file/,
    ],
    ['no weights at all', llama('quantization: Q4_0'), 2, /model "bad" has no weights/],
    [
      'a wrong sha256',
      llama(`weights: [{file: package.json}], sha256: "${'0'.repeat(64)}"`),
      2,
      /has sha256 [0-9a-f]{64}, expected 0{64}/,
    ],
    ['a corrupt GGUF', llama('weights: [{file: corrupt.gguf}]'), 2, /corrupt\.gguf: .*GGUF/],
    ['a file that is no GGUF', llama('weights: [{file: package.json}]'), 2, /package\.json: .*GGUF/],
  ])('%s', async (_, model, exitCode, message) => {
    writeFileSync(project.path('package.json'), '{"not": "a model"}')
    writeFileSync(
      project.path('corrupt.gguf'),
      Buffer.concat([Buffer.from('GGUF'), Buffer.from([3, 0, 0, 0]), Buffer.alloc(40, 255)]),
    )
    const run = await withModel(model)
    expect(run.notes).toMatch(message)
    expect(run.notes).not.toMatch(/^ +at /m)
    expect([run.exitCode, run.out]).toEqual([exitCode, expect.stringMatching(/(ran 96|found 96) trials/)])
  })

  test('a server that is not there', async () => {
    const run = await withModel(
      '{name: bad, provider: server, family: F, tuning: base}',
      `server: {type: openai, base_url: 'http://127.0.0.1:${closed}/v1'}`,
    )
    expect(run.notes).toMatch(new RegExp(`bad is not run: .*127\\.0\\.0\\.1:${closed}`))
    expect(run.exitCode).toBe(1)
  })

  test('an Ollama that is not there', async () => {
    const run = await withModel(
      '{name: bad, provider: server, family: F, tuning: base}',
      `server: {type: ollama, base_url: 'http://127.0.0.1:${closed}'}`,
    )
    expect(run.notes).toMatch(new RegExp(`bad is not run: .*127\\.0\\.0\\.1:${closed}.*ollama serve`))
    expect(run.exitCode).toBe(1)
  })

  test('no key in the environment', async () => {
    const run = await withModel(
      '{name: bad, provider: server, family: F, tuning: base}',
      "server: {type: openai, api_key: '${ICL_TEST_ABSENT_KEY}'}",
    )
    expect(run.notes).toMatch(
      /harness\.config\.yaml:\d+:\d+: the environment variable ICL_TEST_ABSENT_KEY is not set, and the provider "server" needs it/,
    )
    expect(run.exitCode).toBe(2)
  })
})

describe('results', () => {
  test('a folder of another schema version is refused and left as it was', async () => {
    const text = 'schema_version: 0\nname: old\n'
    mkdirSync(project.path('results/old'), { recursive: true })
    writeFileSync(project.path('results/old/run.yaml'), text)
    const run = await icl(['run', '--config', project.config, '--run', 'old', '--shots', '1'])
    expect([run.exitCode, run.notes]).toEqual([
      2,
      expect.stringMatching(
        /results\/old\/run\.yaml: schema version 0 of a run folder; allowed: schema_version: 1/,
      ),
    ])
    expect(project.read('results/old/run.yaml')).toBe(text)
  })

  test('a results folder that is a file', async () => {
    writeFileSync(project.path('flat'), '')
    const run = await runWith('results: results', 'results: flat')
    expect([run.exitCode, run.notes]).toEqual([
      2,
      expect.stringMatching(/the results folder cannot be written \(ENOTDIR\)/),
    ])
  })

  test('a results folder without the right to write', () => {
    mkdirSync(project.path('locked'))
    chmodSync(project.path('locked'), 0o555)
    chmodSync(project.folder, 0o755)
    writeFileSync(project.path('locked.yaml'), config.replace('results: results', 'results: locked'))
    // Root may write anywhere, so root runs it as nobody.
    const nobody = process.getuid?.() === 0 ? { uid: 65534 } : {}
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(PROJECT, 'src/cli.ts'), 'run', '--config', project.path('locked.yaml')],
      { encoding: 'utf8', ...nobody },
    )
    expect([status, stderr]).toEqual([
      2,
      `${project.path('locked/first')}: the results folder cannot be written (EACCES)\n`,
    ])
  })

  test('a second run on the same folder names the first', async () => {
    await icl(['run', '--config', project.config, '--run', 'twice', '--shots', '1'])
    writeFileSync(
      project.path('results/twice/run.lock'),
      JSON.stringify({ pid: 77, host: 'test', since: '2026-01-01T00:00:00Z' }),
    )
    const second = await icl(['run', '--config', project.config, '--run', 'twice', '--shots', '1'])
    expect([second.exitCode, second.notes]).toEqual([
      2,
      expect.stringContaining('another icl is writing this run: process 77 on test since 2026-01-01'),
    ])
    const stale = await icl(['run', '--config', project.config, '--run', 'twice', '--shots', '1'], {
      isAlive: () => false,
    })
    expect(stale.exitCode).toBe(0)
  })
})

describe('the program itself', () => {
  const cli = (args: string[], cwd = PROJECT) =>
    spawnSync(process.execPath, [join(PROJECT, 'src/cli.ts'), ...args], { cwd, encoding: 'utf8' })

  test('bad input: one message, exit code 2, no stack', () => {
    const { status, stderr, stdout } = cli(['validate'], project.path('tasks'))
    expect([status, stdout, stderr]).toEqual([
      2,
      '',
      'there is no file "harness.config.yaml"; icl init writes one\n',
    ])
  })

  test('help names every command', () => {
    const { status, stdout } = cli(['--help'])
    expect(status).toBe(0)
    for (const command of ['run', 'plan', 'validate', 'show', 'models', 'curves', 'init'])
      expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'))
  })

  test('the shipped config and suites are valid', () => {
    const { status, stdout } = cli(['validate'])
    expect([status, stdout]).toEqual([0, expect.stringMatching(/suite arithmetic: 10 tasks[\s\S]*valid\n$/)])
  })
})
