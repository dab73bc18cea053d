import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CodeTest, CodeVerdict } from '../../src/domain/code-runner.ts'
import { InputError } from '../../src/domain/input-error.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { testSandbox } from './fixtures.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await testSandbox({ limits: { seconds: 0.5 } })
  await sandbox.ready('python')
}, 120_000)
afterAll(() => sandbox.close())

const ask = (language: CodeTest['language'], program: string, tests: string, helpers?: string): CodeTest => ({
  language,
  program,
  tests,
  helpers,
  entryPoint: 'f',
})

type Case = readonly [
  name: string,
  program: string,
  tests: string,
  state: CodeVerdict['state'],
  detail?: RegExp,
]

const PYTHON: readonly Case[] = [
  ['right', 'def f(x): return x', 'assert f(1) == 1', 'passed'],
  ['right, by check', 'def f(x): return x', 'def check(candidate):\n  assert candidate(1) == 1', 'passed'],
  [
    'wrong',
    'def f(x): return 0',
    'assert f(1) == 1, "one"',
    'failed',
    /AssertionError: one at: assert f\(1\)/,
  ],
  ['wrong, by check', 'def f(x): return 0', 'def check(candidate):\n  assert candidate(1) == 1', 'failed'],
  ['no value', 'def f(x): pass', 'assert f(1) + 1 == 2', 'failed', /TypeError/],
  ['raises', 'def f(x): raise ValueError("no")', 'f(1)', 'error', /the program raised ValueError: no/],
  ['no syntax', 'def f(x) return', 'f(1)', 'error', /SyntaxError/],
  ['no syntax for the compiler', 'def f(x):\n  nonlocal y', 'f(1)', 'error', /SyntaxError/],
  ['no such function', 'def g(x): return x', 'f(1)', 'error', /defines no f/],
  ['raises while loading', 'import nowhere', 'f(1)', 'error', /ModuleNotFoundError/],
  ['asks for input', 'def f(x): return input()', 'f(1)', 'error', /EOFError|OSError/],
  [
    'main is not run',
    'def f(x): return x\nif __name__ == "__main__": f = None',
    'assert f(1) == 1',
    'passed',
  ],
  [
    'classes and attributes',
    'class A:\n  def __init__(self): self.x = 1\ndef f(x): return A().x',
    'assert f(0) == 1',
    'passed',
  ],
  [
    'a data class',
    'from dataclasses import dataclass\n@dataclass\nclass A:\n  x: int\ndef f(x): return A(x).x',
    'assert f(2) == 2',
    'passed',
  ],
  [
    'an exception that the tests expect',
    'def f(x): raise KeyError',
    'try:\n  f(1)\nexcept KeyError: pass',
    'passed',
  ],
  [
    'deep recursion',
    'import sys\nsys.setrecursionlimit(10**6)\ndef f(x): return x and 1 + f(x - 1)',
    'assert f(9000) == 9000',
    'passed',
  ],
  ['endless', 'def f(x):\n  while True: pass', 'f(1)', 'timeout'],
  ['makes the tests endless', 'def f(x): return 10 ** 15', 'for _ in range(f(1)): pass', 'timeout'],
]

const JAVASCRIPT: readonly Case[] = [
  ['right', 'const f = (x) => x', 'console.assert(f(1) === 1)', 'passed'],
  [
    'right, by check',
    'function f(x) { return x }',
    'function check(candidate) { console.assert(candidate(1) === 1) }',
    'passed',
  ],
  ['wrong', 'const f = (x) => 0', 'console.assert(f(1) === 1, "one")', 'failed', /one/],
  [
    'wrong, by check',
    'function f(x) {}',
    'const check = (g) => { if (g(1) !== 1) throw new Error("no") }',
    'failed',
    /no/,
  ],
  ['throws', 'const f = () => { throw new TypeError("no") }', 'f(1)', 'error', /threw TypeError: no/],
  ['no syntax', 'function f( {', 'f(1)', 'error', /SyntaxError/],
  ['no such function', 'const g = 1', 'f(1)', 'error', /defines no f/],
  ['is not a function', 'const f = 1', 'f(1)', 'error', /not a function/],
  ['deep recursion', 'const f = (x) => x && 1 + f(x - 1)', 'console.assert(f(3000) === 3000)', 'passed'],
  [
    'what tests throw',
    'const f = () => 0',
    'if (f() !== 1) throw "Error at 1th assert statement"',
    'failed',
    /1th/,
  ],
]

describe.each([
  { language: 'python' as const, cases: PYTHON },
  { language: 'javascript' as const, cases: JAVASCRIPT },
])('$language', ({ language, cases }) => {
  test.each(cases.map(([name, ...rest]) => ({ name, rest })))('$name', async ({ rest }) => {
    const [program, tests, state, detail] = rest
    const verdict = await sandbox.test(ask(language, program, tests))
    expect(verdict.state, verdict.detail).toBe(state)
    if (detail !== undefined) expect(verdict.detail).toMatch(detail)
  })
})

describe('tests that cannot run are the data set author’s, not the model’s', () => {
  test.each([
    ['python', 'def f(x): return x', 'assert f(1) = 1', undefined, /SyntaxError/],
    ['python', 'def f(x): return x', 'assert nowhere', undefined, /NameError/],
    ['python', 'def f(x): return x', 'f(1)', 'raise ValueError("h")', /helpers raised ValueError: h/],
    ['javascript', 'const f = (x) => x', 'f(1', undefined, /SyntaxError/],
    ['javascript', 'const f = (x) => x', 'require("nowhere")', undefined, /may require assert/],
    ['javascript', 'const f = (x) => x', 'f(1)', 'throw new Error("h")', /helpers threw h/],
    ['javascript', 'const f = (x) => x', 'f(() => 1)', undefined, /an argument is a function/],
  ] as const)('%s: %s / %s', async (language, program, tests, helpers, message) => {
    const verdict = sandbox.test(ask(language, program, tests, helpers))
    await expect(verdict).rejects.toThrow(InputError)
    await expect(verdict).rejects.toThrow(message)
  })
})

test.each([
  [
    'python',
    'def help(x): return 0\ndef f(x): return 0',
    'assert help(f(1)) == 1',
    'def help(x): return x + 1',
  ],
  [
    'javascript',
    'const help = () => 0; const f = (x) => 0',
    'console.assert(help(f(1)) === 1)',
    'function help(x) { return x + 1 }',
  ],
] as const)(
  '%s: tests use the data set’s helpers, not the program’s',
  async (language, program, tests, helpers) => {
    expect(await sandbox.test(ask(language, program, tests, helpers))).toEqual({ state: 'passed' })
  },
)

test.each([
  ['python', 'def f(x):\n  for _ in range(199): x = [x]\n  return x', 'f(f(1))'],
  [
    'python',
    'import sys\nsys.modules["icl_sandbox"].to_text = lambda answer: "no"\ndef f(x): return x',
    'f(1)',
  ],
  ['javascript', 'const f = (x) => { for (let i = 0; i < 199; i++) x = [x]; return x }', 'f(f(1))'],
] as const)(
  '%s: a program cannot make tests look as if they could not run: %s',
  async (language, program, tests) => {
    expect(await sandbox.test(ask(language, program, tests))).toMatchObject({ state: 'failed' })
  },
)

test.each(['python', 'javascript'] as const)(
  '%s: an aborted program rejects and the next one runs',
  async (language) => {
    const endless = language === 'python' ? 'while True: pass' : 'for (;;);'
    const right = language === 'python' ? 'def f(x): return x' : 'const f = (x) => x'
    const stop = new AbortController()
    const verdict = sandbox.test(ask(language, endless, 'f(1)'), stop.signal)
    const next = sandbox.test(ask(language, right, 'f(1)'))
    setTimeout(() => stop.abort(new Error('stopped')), 100)
    await expect(verdict).rejects.toThrow('stopped')
    expect(await next).toEqual({ state: 'passed' })
  },
)

test('a closed sandbox leaves no folder and no process', async () => {
  const mine = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('icl-sandbox-'))
  const before = mine()
  const other = await testSandbox()
  const made = mine().filter((name) => !before.includes(name))
  await other.test(ask('javascript', 'const f = (x) => x', 'f(1)'))
  await other.close()
  expect(mine().filter((name) => made.includes(name))).toEqual([])
  await expect(other.test(ask('javascript', '', ''))).rejects.toThrow('closed')
})

test.runIf(process.platform === 'linux')('a parent that is killed takes its programs with it', async () => {
  const child = spawn(process.execPath, [new URL('./endless.child.ts', import.meta.url).pathname], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const folder = await new Promise<string>((resolve) =>
    child.stdout.once('data', (text) => resolve(String(text).trim())),
  )
  const running = (): number =>
    readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandOf(pid).includes(folder)).length
  await expect.poll(running, { timeout: 10_000 }).toBeGreaterThan(0)
  child.kill('SIGKILL')
  await expect.poll(running, { timeout: 10_000 }).toBe(0)
  // A killed parent cannot tidy up.
  rmSync(folder, { recursive: true })
})

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
