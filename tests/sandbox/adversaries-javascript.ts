import type { Adversary } from './adversaries-python.ts'

/** A program whose `f` is right only where an expression shows that something outside was reached. */
function escaping(name: string, expression: string): Adversary {
  return {
    name,
    program: `function f(x) { let reached; try { reached = ${expression} } catch {}\nreturn reached ? 2 * x + 1 : null }`,
  }
}

const ESCAPES: readonly Adversary[] = [
  escaping('asks for process', 'process.env'),
  escaping('requires fs', 'require("fs").readFileSync("FILE")'),
  escaping('requires node:child_process', 'require("node:child_process").execSync("true")'),
  escaping('makes a function that asks for process', 'Function("return process")().env'),
  escaping('climbs through constructors', 'console.log.constructor("return this")().process.env'),
  escaping('climbs out of an error', 'new Error().stack.constructor.constructor("return require")()("fs")'),
  escaping('fetches', 'fetch("http://127.0.0.1:PORT/")'),
  escaping('opens a socket', 'new WebSocket("ws://127.0.0.1:PORT/")'),
  escaping('asks QuickJS for std', 'std.open("FILE", "r")'),
  escaping('asks QuickJS for os', 'os.exec(["true"])'),
  escaping('asks for WebAssembly', 'new WebAssembly.Memory({ initial: 1 })'),
  escaping('starts a worker', 'new Worker("data:,")'),
  escaping(
    'looks at global names',
    'Object.getOwnPropertyNames(globalThis).some((name) => /ask|host|tester/i.test(name))',
  ),
]

const FORGERIES: readonly Adversary[] = [
  { name: 'prints that it passed', program: `function f() { console.log('{"state":"passed"}') }` },
  { name: 'patches console.assert', program: 'console.assert = () => {}; function f() { return 0 }' },
  {
    name: 'patches JSON',
    program: `JSON.stringify = () => '{"state":"passed"}'; JSON.parse = () => ({}); function f() { return 0 }`,
  },
  {
    name: 'patches arrays and objects',
    program: `Array.prototype.every = Array.prototype.some = () => true; Array.isArray = () => true
Object.keys = () => []; Object.is = () => true; Object.getPrototypeOf = () => null; function f() { return 0 }`,
  },
  {
    name: 'pollutes prototypes',
    program: `Object.prototype.state = 'passed'; Object.prototype.returned = 7; function f() { return 0 }`,
  },
  { name: 'patches toJSON', program: `Object.prototype.toJSON = () => 'passed'; function f() { return {} }` },
  {
    name: 'patches Function.prototype.call',
    program: 'Function.prototype.call = Function.prototype.apply = () => 7; function f() { return 0 }',
  },
  {
    name: 'returns a proxy',
    program: 'function f() { return new Proxy({}, { get: () => 7, ownKeys: () => [] }) }',
  },
  {
    name: 'returns what turns into anything',
    program: 'function f(x) { return { [Symbol.toPrimitive]: () => 2 * x + 1, valueOf: () => 2 * x + 1 } }',
  },
  { name: 'returns an object that tags itself', program: 'function f() { return { n: "7", i: "7", u: 0 } }' },
  {
    name: 'returns a class of its own',
    program: 'class A { valueOf() { return 7 } } function f() { return new A() }',
  },
  { name: 'returns a function', program: 'function f() { return () => 7 }' },
  { name: 'throws the right value', program: 'function f(x) { throw 2 * x + 1 }', ends: ['error'] },
  {
    name: 'throws what is no error',
    program: 'function f() { throw { get message() { throw 1 }, name: "passed" } }',
  },
  {
    name: 'reads its caller',
    program: 'function f() { try { return f.caller.toString().length } catch { return 0 } }',
  },
  { name: 'ends the program early', program: 'function f() { return 0 }\nthrow undefined', ends: ['error'] },
  {
    name: 'patches the array iterator',
    program: 'Array.prototype[Symbol.iterator] = function* () { yield 7 }; function f() { return 0 }',
  },
]

const GREED: readonly Adversary[] = [
  { name: 'loops for ever', program: 'function f() { for (;;); }', ends: ['timeout'] },
  { name: 'loops while loading', program: 'for (;;);', ends: ['timeout'] },
  {
    name: 'backtracks for ever',
    program: `function f() { return /(a+)+$/.test('a'.repeat(64) + 'b') }`,
    ends: ['timeout', 'failed'],
  },
  {
    name: 'takes memory',
    program: 'function f() { const all = []; for (;;) all.push(new Uint8Array(1e6)) }',
    // Whichever limit is met first; a busy machine may be slow to give memory.
    ends: ['memory', 'timeout'],
  },
  {
    name: 'takes memory in a text',
    program: `function f() { let text = 'x'; for (;;) text += text }`,
    ends: ['memory', 'error', 'timeout'],
  },
  { name: 'recurses for ever', program: 'function f(x) { return f(x + 1) }', ends: ['error'] },
  {
    name: 'nests an array',
    program: 'function f() { let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return a }',
    ends: ['failed'],
  },
  {
    name: 'prints for ever',
    program: `function f() { for (;;) console.log('x'.repeat(1000)) }`,
    ends: ['output'],
  },
  {
    name: 'prints and catches',
    program: `function f() { for (let i = 0; i < 500; i++) try { console.log('x'.repeat(1000)) } catch {} return 7 }`,
    ends: ['output'],
  },
  {
    name: 'returns megabytes',
    program: `function f() { return 'x'.repeat(5e7) }`,
    ends: ['timeout', 'failed', 'memory', 'output'],
  },
  {
    name: 'returns what contains itself',
    program: 'function f() { const a = []; a.push(a); return a }',
    ends: ['failed'],
  },
  { name: 'never settles', program: 'async function f() { await new Promise(() => {}) }', ends: ['failed'] },
]

export const JAVASCRIPT_ADVERSARIES = [...ESCAPES, ...FORGERIES, ...GREED]
