import { readdirSync, readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { json, type SeenRequest, type Stub, startStub } from '../providers/openai/stub-server.ts'
import { type Ended, startIcl } from './icl-process.ts'
import { temporaryProject } from './run-icl.ts'

const KEY = 'tok/Qz79+Xv"3kL&m<Np=='
const GATE = 'gate 8f3a  9c77d1'
const PASSWORD = 'p@ss/w0rd:77$x'
const PATH_TOKEN = 'path-token-5512'
const LITERAL = 'Zx81-literal-header-secret'
const BASIC = Buffer.from(`user-name:${PASSWORD}`).toString('base64')

/** Every form in which the server sends them back. */
const ECHOED = [KEY, GATE, PASSWORD, PATH_TOKEN, LITERAL, BASIC].flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  encodeURIComponent(secret).replace(/%../g, (triplet) => triplet.toLowerCase()),
  JSON.stringify(secret).slice(1, -1),
  secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
  secret.replace(/=+$/, ''),
  secret.replace(/ +/g, ' '),
])

/** Every form that must be nowhere; the last is the key in a quoted cell. */
const FORBIDDEN = [...new Set([...ECHOED, KEY.replaceAll('"', '""')])]

/** Everything in one line that a careless server could say. */
function echo({ headers }: SeenRequest): string {
  const seen = [headers.authorization, headers['x-gate'], headers['x-custom']].join(' ')
  return `${seen} ${ECHOED.join(' ')} http://user-name:${encodeURIComponent(PASSWORD)}@host`
}

const header = (text: string): string => text.replace(/[^\x20-\x7e]/g, '')

function answer(response: ServerResponse, told: string, message: object, finish: string): void {
  const usage = { prompt_tokens: 5, completion_tokens: 2 }
  const body = { id: told, model: told, choices: [{ index: 0, message, finish_reason: finish }], usage }
  json(response, 200, body, { 'x-request-id': header(told), 'set-cookie': header(told) })
}

const bad = (response: ServerResponse, status: number, told: string): void =>
  json(response, status, { error: { message: told, code: told, type: told, param: told } })

/** What the server does with a prompt that says so. */
const TREATMENTS: Record<string, (response: ServerResponse, told: string, nth: number) => void> = {
  fine: (response, told) =>
    answer(response, told, { content: `fine ${told}`, reasoning_content: told }, 'stop'),
  odd: (response, told) => answer(response, told, { content: told }, told),
  cut: (response, told) => answer(response, told, { content: told }, 'length'),
  nothing: (response, told) => answer(response, told, { content: '' }, 'stop'),
  refusing: (response, told) => answer(response, told, { content: null, refusal: told }, 'stop'),
  wrong: (response, told) => bad(response, 400, told),
  page: (response, told) => {
    response.writeHead(422, header(told).slice(0, 500), { 'content-type': 'text/html' })
    response.end(`<html><body>${told}</body></html>`)
  },
  long: (response, told) => bad(response, 400, `maximum context length is 10 ${told}`),
  // Tried again, and fine then.
  broken: (response, told, nth) => {
    if (nth > 1) answer(response, told, { content: 'fine' }, 'stop')
    else {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(`{"choices": [${told}`)
    }
  },
  hidden: (response, told, nth) =>
    nth > 1
      ? answer(response, told, { content: 'fine' }, 'stop')
      : json(response, 200, { error: { message: told } }),
  limited: (response, told, nth) => {
    if (nth > 1) answer(response, told, { content: 'fine' }, 'stop')
    else json(response, 429, { error: { message: told } }, { 'retry-after': '0', 'x-limit': header(told) })
  },
}

/** All that Ollama's answers are read for, in one: what it says of a model, what it has loaded, what it writes. */
const ollamaAnswer = (told: string) => ({
  details: { family: told, quantization_level: told },
  template: '{{ .System }} {{ .Prompt }}',
  parameters: `stop ${JSON.stringify(told)}`,
  models: [],
  model: told,
  response: '',
  message: { content: told, thinking: told },
  done: true,
  done_reason: told,
})

const config = (origin: string): string => {
  const address = origin.replace('http://', '')
  const user = `user-name:${encodeURIComponent(PASSWORD)}`
  return `version: 1
tasks: [tasks/*.yaml]
default_run: first
providers:
  keyed:
    type: openai
    base_url: '${origin}/\${PATH_TOKEN}/v1'
    api_key: '\${SECRET_KEY}'
    headers: {X-Gate: '\${GATE}', X-Custom: ${LITERAL}}
    api: chat
  basic: {type: openai, base_url: 'http://${user}@${address}/v1', api: chat}
  variable: {type: openai, base_url: '\${WHOLE_URL}', api: chat}
  locked: {type: openai, base_url: '${origin}/locked/v1', api_key: '\${SECRET_KEY}'}
  missing: {type: openai, base_url: '${origin}/missing/v1', api_key: '\${SECRET_KEY}'}
  ollama: {type: ollama, base_url: 'http://${user}@${address}'}
  gone: {type: openai, base_url: 'http://${user}@127.0.0.1:9/v1', api_key: '\${SECRET_KEY}'}
models:
${['keyed', 'basic', 'variable', 'locked', 'missing', 'ollama', 'gone']
  .map((name) => `  - {name: ${name}, provider: ${name}, family: F, parameters: 1B, tuning: instruct}`)
  .join('\n')}
runs: {first: {shots: [0], renderings: [chat]}}
`
}

const task = `suite: s
tasks:
  - name: echo
    items:
${[...Object.keys(TREATMENTS), 'shown'].map((word) => `      - {input: ${word}, target: fine}`).join('\n')}
    pool: ['${Object.keys(TREATMENTS).length}']
    template: {input: 'Do: {{ input }}', target: '{{ target }}'}
    decoding: {max_tokens: 8, temperature: 0, stop: []}
    extractions: [{name: word, type: regex, pattern: '^fine'}]
    metrics: [exact_match]
    primary: exact_match
`

let stub: Stub
let project: ReturnType<typeof temporaryProject>
let ran: Ended
const others: Ended[] = []

beforeAll(async () => {
  const times = new Map<string, number>()
  stub = await startStub((seen, response) => {
    const told = echo(seen)
    const { path } = seen
    if (path.startsWith('/locked')) return bad(response, 401, told)
    if (path.startsWith('/missing'))
      return path.endsWith('/models')
        ? json(response, 200, { data: [{ id: `missin ${told}` }] })
        : bad(response, 404, told)
    if (path === '/api/tags') return json(response, 200, { models: [{ name: 'ollama', digest: told }] })
    if (path === '/api/version') return json(response, 200, { version: told })
    if (path.startsWith('/api/')) return json(response, 200, ollamaAnswer(told))
    if (path.endsWith('/models'))
      return json(response, 200, { data: [{ id: told, owned_by: told, meta: { ftype: told } }] })
    const prompt = JSON.stringify(seen.body.messages ?? '')
    const word = /Do: (\w+)/.exec(prompt)?.[1] ?? ''
    const nth = (times.get(path + prompt) ?? 0) + 1
    times.set(path + prompt, nth)
    const treat = TREATMENTS[word]
    return treat === undefined
      ? answer(response, told, { content: told }, 'stop')
      : treat(response, told, nth)
  })
  project = temporaryProject({ 'harness.config.yaml': config(stub.origin), 'tasks/echo.yaml': task })
  const wholeUrl = `${stub.origin.replace('//', `//user-name:${encodeURIComponent(PASSWORD)}@`)}/v1`
  const env = { SECRET_KEY: KEY, GATE, PATH_TOKEN, WHOLE_URL: wholeUrl }
  const icl = (...args: string[]): Promise<Ended> =>
    startIcl([...args, '--config', project.config], env).ended
  others.push(await icl('validate'), await icl('plan'))
  ran = await icl('run')
  for (const args of [
    ['plan'],
    ['curves', 'first'],
    ['export', 'first', '--spreadsheet'],
    ['models'],
    ['show', 'echo', '--model', 'keyed', '--shots', '0', '--rendering', 'chat'],
    ['show', 'echo', '--model', 'locked', '--shots', '0', '--rendering', 'chat'],
  ])
    others.push(await icl(...args))
}, 120_000)
afterAll(async () => {
  await stub.stop()
  project.remove()
})

const rows = (): Record<string, string>[] =>
  parse(project.read('results/first/trials.csv'), { columns: true })

test('the server was sent every secret, and sent each back', () => {
  const sent = JSON.stringify(stub.seen.map(({ path, headers }) => [path, headers]))
  for (const secret of [KEY, GATE, PATH_TOKEN, LITERAL, BASIC])
    expect(sent).toContain(JSON.stringify(secret).slice(1, -1))
})

test('every command had its say', () => {
  expect(others.map(({ exitCode, notes }) => [exitCode, exitCode === 0 ? '' : notes])).toEqual(
    others.map((_, index) => (index === 7 ? [1, expect.stringContaining('HTTP 401')] : [0, ''])),
  )
})

test('every outcome came about, and every place that a server fills is marked', () => {
  const outcomes = new Set(rows().map((row) => row.outcome))
  expect([...outcomes].sort()).toEqual([
    'empty',
    'failed',
    'ok',
    'refused',
    'skipped',
    'truncated',
    'unparsed',
  ])
  for (const column of ['response', 'reasoning', 'finish_reason', 'served_model', 'error'])
    expect(rows().filter((row) => row[column]?.includes('[redacted]')).length, column).toBeGreaterThan(0)
  expect(ran.exitCode).toBe(1)
  expect(ran.notes).toContain('locked is not run: HTTP 401')
  expect(ran.notes).toContain('[redacted]')
})

test.each(FORBIDDEN)('%j is in no file of the run and in no output', (secret) => {
  const files = readdirSync(project.path('results'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  expect(files.length).toBeGreaterThan(4)
  for (const file of files) expect(readFileSync(file).includes(secret), file).toBe(false)
  for (const { out, notes } of [ran, ...others]) {
    expect(out).not.toContain(secret)
    expect(notes).not.toContain(secret)
  }
})

test.each([
  ['a line break', 'key-with\nbreak-in-it'],
  ['a typographic quote', '”key-in-quotes-1”'],
])(
  'a key with %s is refused without being quoted',
  async (_name, key) => {
    const args = ['run', '--config', project.config, '--model', 'keyed', '--run', 'other', '--shots', '0']
    const env = { SECRET_KEY: key, GATE, PATH_TOKEN, WHOLE_URL: stub.origin }
    const { exitCode, notes, out } = await startIcl(args, env).ended
    expect([exitCode, notes]).toEqual([
      2,
      expect.stringContaining(
        'the value of the header Authorization has a character that HTTP does not take',
      ),
    ])
    for (const part of ['key-with', 'break-in-it', 'key-in-quotes']) expect(notes + out).not.toContain(part)
  },
  60_000,
)
