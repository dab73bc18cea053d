import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { testSandbox } from './fixtures.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await testSandbox()
  await sandbox.ready('python')
}, 120_000)
afterAll(() => sandbox.close())

/** Expressions whose values come back as they went, types and all. */
const PYTHON_SAME = [
  'None',
  'True',
  '0',
  '-1',
  '2 ** 53',
  '-(2 ** 53) - 1',
  '10 ** 400',
  '0.1',
  '-0.0',
  '1e308',
  'float("inf")',
  'float("-inf")',
  '1.0',
  '1 + 2j',
  '""',
  '"a\\x00\\n\\u2028é中😀"',
  '"\\ud800"',
  '"{\\"t\\": [1]}"',
  'b"\\x00\\xff"',
  'bytearray(b"ab")',
  '[]',
  '[1, [2, [3, None]]]',
  '()',
  '(1,)',
  '((1, 2), [3])',
  '{}',
  '{"t": [1], "d": {}}',
  '{1: "a", (1, 2): "b", None: "c", 1.5: "d", True or 0: "e"}',
  'set()',
  '{1, 2, (3,)}',
  'frozenset({1})',
  '{frozenset({1})}',
  'range(3)',
  'range(10, 0, -2)',
]

/** What a program returns, and what the tests see. */
const PYTHON_SEEN: readonly [name: string, program: string, seen: string][] = [
  ['an int of thousands of digits', 'def f(): return 10 ** 6000', 'f() == 10 ** 6000'],
  ['nan', 'def f(): return float("nan")', 'f() != f() and type(f()) is float'],
  ['a generator', 'def f():\n  yield 1\n  yield 2', 'list(f()) == [1, 2]'],
  ['a map', 'def f(): return map(str, [1])', 'list(f()) == ["1"]'],
  ['a view of keys', 'def f(): return {1: 2}.keys()', 'sorted(f()) == [1]'],
  [
    'a counter',
    'from collections import Counter\ndef f(): return Counter("aa")',
    'f() == {"a": 2} and type(f()) is dict',
  ],
  [
    'a named tuple',
    'from collections import namedtuple\nP = namedtuple("P", "x")\ndef f(): return P(1)',
    'f() == (1,) and type(f()) is tuple',
  ],
  [
    'an int of a class of its own',
    'class A(int): pass\ndef f(): return A(3)',
    'type(f()) is int and f() == 3',
  ],
  ['keyword arguments', 'def f(a, *, b=0): return a - b', 'f(3, b=1) == 2 and f(a=3) == 3'],
]

const PYTHON_RAISED: readonly [program: string, caught: string][] = [
  ['raise ValueError("a", 1)', 'ValueError'],
  ['raise KeyError("a")', 'LookupError'],
  ['class Mine(TypeError): pass\n  raise Mine("x")', 'TypeError'],
  ['1 / 0', 'ZeroDivisionError'],
  ['[][0]', 'IndexError'],
  ['b"\\xff".decode()', 'UnicodeDecodeError'],
  ['next(iter([]))', 'StopIteration'],
]

describe('Python', () => {
  const pass = async (program: string, tests: string): Promise<void> => {
    expect(await sandbox.test({ language: 'python', program, tests, entryPoint: 'f' })).toEqual({
      state: 'passed',
    })
  }

  test('plain values come back with their types', async () => {
    const lines = PYTHON_SAME.map(
      (text) => `x = ${text}\ny = f(x)\nassert (type(y), repr(y)) == (type(x), repr(x)), repr(y)`,
    )
    await pass('def f(x): return x', lines.join('\n'))
  })

  test.each(PYTHON_SEEN)('%s', (_, program, seen) => pass(program, `assert ${seen}`))

  test.each(PYTHON_RAISED)('%s is caught as %s', async (raise, caught) => {
    await pass(`def f():\n  ${raise}`, `try:\n  f()\n  assert False\nexcept ${caught} as e: kept = e`)
  })

  test('arguments that the program changes are changed, whether it returns or raises', async () => {
    const program = `def f(xs, by_name, seen, nested):
  xs.sort(); by_name['b'] = 2; del by_name['a']; seen.add(3); nested[0].append(1); nested[1]['k'].clear()
  if len(xs) > 2: raise ValueError`
    const tests = `xs, d, s, inner, kept = [2, 1], {'a': 1}, {1}, [], {'k': [1]}
f(xs, d, s, [inner, kept])
assert (xs, d, s, inner, kept) == ([1, 2], {'b': 2}, {1, 3}, [1], {'k': []}), (xs, d, s, inner, kept)
xs.append(0)
try: f(xs, {'a': 1}, set(), [[], {'k': []}])
except ValueError: pass
assert xs == [0, 1, 2], xs`
    await pass(program, tests)
  })

  test('what is not plain does not pass, and cannot be passed', async () => {
    const ask = { language: 'python', entryPoint: 'f' } as const
    const lambda = await sandbox.test({
      ...ask,
      program: 'def f(): return lambda: 1',
      tests: 'assert f() is not None',
    })
    expect(lambda).toMatchObject({ state: 'failed', detail: expect.stringContaining('not plain data') })
    await expect(sandbox.test({ ...ask, program: 'def f(x): return 1', tests: 'f(print)' })).rejects.toThrow(
      'the tests of f cannot run: an argument is of type',
    )
  })
})

const JAVASCRIPT_SAME = [
  'undefined',
  'null',
  'true',
  '0',
  '-0',
  '1.5',
  '1e300',
  'NaN',
  'Infinity',
  '-Infinity',
  '12345678901234567890n',
  '"a\\u0000\\ud800é中😀\\u2028"',
  '[]',
  '[1, [undefined, null]]',
  '{}',
  '({ a: 1, n: "NaN", u: 0 })',
  'JSON.parse(\'{"__proto__": 1}\')',
  'new Map([[1, { a: 2 }]])',
  'new Set([1, "a"])',
  'new Date(5)',
]

describe('JavaScript', () => {
  const pass = async (program: string, tests: string): Promise<void> => {
    expect(await sandbox.test({ language: 'javascript', program, tests, entryPoint: 'f' })).toEqual({
      state: 'passed',
    })
  }

  test('plain values come back as they went', async () => {
    const lines = JAVASCRIPT_SAME.map((text) => `assert.deepStrictEqual(f(${text}), ${text})`)
    await pass('const f = (x) => x', `const assert = require('assert')\n${lines.join('\n')}`)
  })

  test.each([
    ['throw new RangeError("a")', 'e instanceof RangeError && e.message === "a"'],
    ['throw "text"', 'e === "text"'],
    ['null.x', 'e instanceof TypeError'],
    [
      'class Mine extends Error { name = "Mine" }; throw new Mine("x")',
      'e.name === "Mine" && e instanceof Error',
    ],
  ])('%s arrives', async (raise, seen) => {
    await pass(
      `function f() { ${raise} }`,
      `let ok = false; try { f() } catch (e) { ok = ${seen} }; console.assert(ok)`,
    )
  })

  test('arguments that the program changes are changed', async () => {
    await pass(
      'function f(a, o) { a.sort(); a.push(9); o.inner.x = 1; delete o.gone }',
      'const a = [2, 1], inner = {}, o = { inner, gone: 1 }; f(a, o)\nrequire("assert").deepStrictEqual([a, inner, o], [[1, 2, 9], { x: 1 }, { inner: { x: 1 } }])',
    )
  })

  test.each([
    ['isEqual([1, { a: NaN }], [1, { a: NaN }])', true],
    ['isEqual([1], { 0: 1 })', false],
    ['isEqual(0, -0)', true],
    ['isEqual({ a: undefined }, { b: undefined })', false],
    ['isEqual(new Set([[1]]), new Set([[1]]))', true],
    ['isEqual(new Map([[1, 2]]), new Map([[1, 3]]))', false],
    ['isEqual([1, 2], [1])', false],
    ['isEqual("1", 1)', false],
    ['isEqual(null, {})', false],
  ])('%s is %s', async (expression, expected) => {
    await pass(
      'const f = (x) => x',
      `const { isEqual } = require('lodash'); console.assert(f(${expression}) === ${expected})`,
    )
  })

  test.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
  ])('js-md5 of "%s" is as in RFC 1321', async (text, digest) => {
    await pass(
      'const f = (x) => require("js-md5")(x)',
      `console.assert(f("${text}") === "${digest}", f("${text}"))`,
    )
  })
})
