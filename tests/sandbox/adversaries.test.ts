import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CodeLanguage, CodeTest } from '../../src/domain/code-runner.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { JAVASCRIPT_ADVERSARIES } from './adversaries-javascript.ts'
import { type Adversary, PYTHON_ADVERSARIES } from './adversaries-python.ts'
import { testSandbox } from './fixtures.ts'

/** Programs that every adversary is followed by: they show that it changed nothing. */
const HONEST: Readonly<Record<CodeLanguage, { right: string; wrong: string; tests: string }>> = {
  python: {
    right:
      'import math, random\ndef f(x): return len([0] * x) + sum([x]) + math.floor(random.random()) + 1\n',
    wrong: 'def f(x): return x\n',
    tests: 'assert f(3) == 7\nassert f(10) == 21 and all([f(0) == 1])\n',
  },
  javascript: {
    right: 'function f(x) { return [x, x, 1].reduce((a, b) => a + b) }',
    wrong: 'function f(x) { return x }',
    tests: 'console.assert(f(3) === 7)\nrequire("assert").deepStrictEqual(f(10), 21)',
  },
}

const folder = mkdtempSync(join(tmpdir(), 'adversaries-'))
const secret = join(folder, 'outside', 'secret')
let server: Server
let port = 0
let connections = 0
let sandbox: Sandbox

beforeAll(async () => {
  mkdirSync(join(folder, 'outside'))
  writeFileSync(secret, 'secret')
  server = createServer((socket) => {
    connections++
    socket.on('error', () => {}).end('HTTP/1.0 200 OK\r\n\r\nreached')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
  sandbox = await testSandbox({ limits: { seconds: 0.5, memoryBytes: 128 * 1024 * 1024 } })
  await sandbox.ready('python')
}, 120_000)

afterAll(async () => {
  await sandbox.close()
  server.close()
  rmSync(folder, { recursive: true })
})

function ask(language: CodeLanguage, program: string): CodeTest {
  return { language, program, tests: HONEST[language].tests, entryPoint: 'f' }
}

function aimed(program: string): string {
  const targets: Record<string, string> = {
    FILE: secret,
    FOLDER: join(folder, 'outside'),
    PORT: String(port),
    PID: String(process.pid),
  }
  return program.replace(/\b(FILE|FOLDER|PORT|PID)\b/g, (name) => targets[name] ?? name)
}

function corpus(language: CodeLanguage, adversaries: readonly Adversary[]): void {
  test.each(adversaries)('$name', { timeout: 60_000 }, async ({ program, ends }) => {
    const { right, wrong } = HONEST[language]
    const [hostile, passes, fails] = await Promise.all([
      sandbox.test(ask(language, aimed(program))),
      sandbox.test(ask(language, right)),
      sandbox.test(ask(language, wrong)),
    ])
    expect(hostile.state).not.toBe('passed')
    if (ends !== undefined) expect(ends, hostile.detail).toContain(hostile.state)
    expect([passes, fails]).toMatchObject([{ state: 'passed' }, { state: 'failed' }])
    expect([connections, existsSync(join(folder, 'outside', 'written'))]).toEqual([0, false])
  })
}

describe('hostile JavaScript neither escapes nor passes nor changes what follows', () => {
  corpus('javascript', JAVASCRIPT_ADVERSARIES)
})

describe('hostile Python neither escapes nor passes nor changes what follows', () => {
  // Each costs a process: `npm test` takes every eighth, `npm run test:all` all of them.
  const step = process.env.ICL_REQUIRE_ALL === '1' ? 1 : 8
  corpus(
    'python',
    PYTHON_ADVERSARIES.filter((_, place) => place % step === 0),
  )
})
