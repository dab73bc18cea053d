import { VALUES } from './values-javascript.ts'

/**
 * JavaScript of the tester, evaluated before helpers and tests: what tests of JavaScript use (`console.assert`, the
 * module `assert`, lodash's `isEqual`), and the function that stands for the program's entry point.
 */
export const TESTER = `(function (entryName, ask) {
'use strict'
${VALUES}
let calls = 0
let lastRaised
class AssertionError extends Error {}
Object.defineProperty(AssertionError.prototype, 'name', { value: 'AssertionError' })
class UnfitArgument extends Error {}

const loosely = (a, b) => a == b || (a !== a && b !== b)
const likeLodash = (a, b) => a === b || (a !== a && b !== b)

/** Deep equality; \`same\` compares what has no parts. */
function deep(a, b, same, typed) {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return same(a, b)
  if (typed && getPrototypeOf(a) !== getPrototypeOf(b)) return false
  if (isArray(a) !== isArray(b)) return false
  if (a instanceof Date || b instanceof Date) return a instanceof Date && b instanceof Date && same(+a, +b)
  if (a instanceof Map || b instanceof Map) return a instanceof Map && b instanceof Map && deepBag([...a], [...b], same, typed)
  if (a instanceof Set || b instanceof Set) return a instanceof Set && b instanceof Set && deepBag([...a], [...b], same, typed)
  if (isArray(a) && a.length !== b.length) return false
  const names = keys(a)
  return names.length === keys(b).length && names.every((name) => Object.hasOwn(b, name) && deep(a[name], b[name], same, typed))
}

function deepBag(a, b, same, typed) {
  const left = [...b]
  return a.length === b.length && a.every((item) => {
    const place = left.findIndex((other) => deep(item, other, same, typed))
    if (place >= 0) left.splice(place, 1)
    return place >= 0
  })
}

function fail(message, standard) {
  if (message instanceof Error) throw message
  throw new AssertionError(message ?? standard)
}
const shown = (value) => { try { return encode(value).slice(0, 200) } catch { return typeof value } }
const assertion = (holds, sign) => (a, b, message) => { if (!holds(a, b)) fail(message, shown(a) + sign + shown(b)) }
const not = (holds) => (a, b) => !holds(a, b)
const deepLoose = (a, b) => deep(a, b, loosely, false)
const deepStrict = (a, b) => deep(a, b, Object.is, true)
const isEqual = (a, b) => deep(a, b, likeLodash, true)

function throws(run, expected, message) {
  try { run() } catch (error) {
    if (expected === undefined || typeof expected === 'string') return
    if (typeof expected === 'function' && (expected.prototype === undefined ? expected(error) === true : error instanceof expected)) return
    if (expected instanceof RegExp && expected.test(String(error))) return
    if (typeof expected === 'object' && !(expected instanceof RegExp) && keys(expected).every((name) => expected[name] instanceof RegExp ? expected[name].test(error[name]) : isEqual(error[name], expected[name]))) return
    throw error
  }
  fail(typeof expected === 'string' ? expected : message, 'nothing was thrown')
}

const assert = (value, message) => { if (!value) fail(message, 'not true: ' + shown(value)) }
Object.assign(assert, {
  AssertionError, throws, ok: assert,
  fail: (message) => fail(message, 'failed'),
  equal: assertion(loosely, ' == '), notEqual: assertion(not(loosely), ' != '),
  strictEqual: assertion(Object.is, ' === '), notStrictEqual: assertion(not(Object.is), ' !== '),
  deepEqual: assertion(deepLoose, ' deep == '), notDeepEqual: assertion(not(deepLoose), ' not deep == '),
  deepStrictEqual: assertion(deepStrict, ' deep === '), notDeepStrictEqual: assertion(not(deepStrict), ' not deep === '),
  match: (text, pattern, message) => { if (!pattern.test(text)) fail(message, shown(text) + ' does not match') },
  doesNotMatch: (text, pattern, message) => { if (pattern.test(text)) fail(message, shown(text) + ' matches') },
  doesNotThrow: (run) => { run() },
})
assert.strict = Object.assign((value, message) => assert(value, message), assert, {
  equal: assert.strictEqual, notEqual: assert.notStrictEqual, deepEqual: assert.deepStrictEqual, notDeepEqual: assert.notDeepStrictEqual,
})
const modules = { assert, 'assert/strict': assert.strict, lodash: { isEqual }, util: { isDeepStrictEqual: deepStrict } }

const console = { assert: (value, ...words) => assert(value, words.length > 0 ? words.map(String).join(' ') : undefined) }
for (const name of ['log', 'error', 'warn', 'info', 'debug', 'trace', 'table', 'dir']) console[name] = () => {}
Object.assign(globalThis, {
  console, assert,
  require: (name) => {
    const found = modules[String(name).replace(/^node:/, '')]
    if (found === undefined) throw new Error('tests may require ' + keys(modules).join(', ') + ', not ' + name)
    return found
  },
})

const errors = { Error, TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError }

function entryPoint(...args) {
  let text
  try { text = encode(args) } catch (error) { throw new UnfitArgument('an argument ' + (error.reason ?? 'cannot be passed')) }
  calls++
  let answer
  try {
    answer = parse(ask(text))
    if (answer.changed !== undefined) apply(args, decode(answer.changed))
    if ('returned' in answer) return decode(answer.returned)
    lastRaised = errorOf(answer)
  } catch (error) {
    lastRaised = new Error('the result is no value')
  }
  throw lastRaised
}
Object.defineProperty(entryPoint, 'name', { value: entryName })

function errorOf(answer) {
  if ('unfit' in answer) return new Error('the result ' + answer.unfit)
  if ('thrown' in answer) return decode(answer.thrown)
  const error = new (errors[answer.raised] ?? Error)(String(answer.message))
  if (answer.as !== answer.raised) Object.defineProperty(error, 'name', { value: String(answer.as), configurable: true, writable: true })
  return error
}

/** Makes what was passed by reference what the program made of it; true where the old object now is the new. */
function apply(old, made) {
  if (typeof old !== 'object' || typeof made !== 'object' || old === null || made === null) return false
  if (getPrototypeOf(old) !== getPrototypeOf(made)) return false
  if (old instanceof Map) { old.clear(); for (const [key, value] of made) old.set(key, value); return true }
  if (old instanceof Set) { old.clear(); for (const value of made) old.add(value); return true }
  if (old instanceof Date) { old.setTime(+made); return true }
  for (const name of keys(old)) if (!Object.hasOwn(made, name)) delete old[name]
  if (isArray(old)) old.length = made.length
  for (const name of keys(made)) if (!(Object.hasOwn(old, name) && apply(old[name], made[name]))) old[name] = made[name]
  return true
}

function verdict(error) {
  const isError = error instanceof Error
  const text = (isError ? error.name + (error.message ? ': ' + error.message : '') : shown(error)).replace(/\\s+/g, ' ').slice(0, 300)
  if (error instanceof UnfitArgument) return { state: calls > 0 ? 'failed' : 'faulty', detail: error.message }
  if (calls > 0 && error === lastRaised) {
    if (isError && error.message.startsWith('the result ')) return { state: 'failed', detail: error.message }
    return { state: isError && error.message === 'out of memory' ? 'memory' : 'error', detail: 'the program threw ' + text }
  }
  if (calls === 0 && !(error instanceof AssertionError)) return { state: 'faulty', detail: 'the tests threw ' + text }
  return { state: 'failed', detail: text }
}

return {
  entryPoint,
  verdict: (error) => stringify(verdict(error)),
  isEntry: (value) => value === entryPoint,
}
})`
