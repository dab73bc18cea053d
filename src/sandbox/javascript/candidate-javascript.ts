import { MD5 } from './md5-javascript.ts'
import { VALUES } from './values-javascript.ts'

/**
 * JavaScript of the candidate, evaluated before the program: gives it a `console`, and returns to the host how its
 * entry point is called. Nothing of the host is in the program's reach.
 */
export const CANDIDATE = `(function (outputLimit) {
'use strict'
${VALUES}
${MD5}
let printed = 0
const print = (...values) => {
  for (let place = 0; place < values.length; place++) {
    try { printed += Text(values[place]).length + 1 } catch { printed += 1 }
  }
  if (printed > outputLimit) throw new Failure('too much output')
}
const console = {}
for (const name of ['log', 'error', 'warn', 'info', 'debug', 'trace', 'table', 'dir']) console[name] = print
for (const name of ['assert', 'time', 'timeEnd', 'count', 'group', 'groupEnd']) console[name] = () => {}
Object.defineProperty(globalThis, 'console', { value: console, writable: true, configurable: true, enumerable: false })
Object.defineProperty(globalThis, 'require', {
  writable: true, configurable: true, enumerable: false,
  value: (name) => {
    if (name === 'js-md5') return md5
    throw new Error("Cannot find module '" + name + "'")
  },
})

const errors = [Error, TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError]
const hasInstance = uncurry(Function.prototype[Symbol.hasInstance])

function raised(error) {
  let name = ''
  for (let place = 0; place < errors.length; place++) if (hasInstance(errors[place], error)) name = errors[place].name
  if (name === '') return '"thrown":' + encode(error)
  let message = ''
  try { message = Text(error.message) } catch {}
  let own = name
  try { own = Text(error.name) } catch {}
  return '"raised":' + stringify(name) + ',"as":' + stringify(own) + ',"message":' + stringify(message.slice(0, 2000))
}

function raisedSafely(error) {
  try { return raised(error) } catch { return '"raised":"Error","as":"Error","message":"what was thrown is not plain data"' }
}

return {
  printedTooMuch: () => printed > outputLimit,
  describe: (error) => '{' + raisedSafely(error) + '}',
  call: (entry, text) => {
    const args = decode(parse(text))
    const before = encode(args)
    let outcome
    try {
      const value = entry(...args)
      try { outcome = '"returned":' + encode(value) }
      catch (error) { outcome = hasInstance(NotPlain, error) ? '"unfit":' + stringify(error.reason) : raisedSafely(error) }
    } catch (error) {
      outcome = raisedSafely(error)
    }
    let changed = ''
    try {
      const after = encode(args)
      if (after !== before) changed = ',"changed":' + after
    } catch {}
    return '{' + outcome + changed + '}'
  },
}
})`
