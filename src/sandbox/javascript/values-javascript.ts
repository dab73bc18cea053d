/**
 * JavaScript: values as JSON text and back, the same in the tester and in the candidate. `null`, booleans, finite
 * numbers, strings and arrays stand for themselves; anything else is an object with one key, its tag. What it needs
 * is taken before a program can change it, and texts are put together by hand: no `toJSON` of a program's is asked.
 */
export const VALUES = `
const { isArray } = Array
const { getPrototypeOf, keys } = Object
const { parse, stringify } = JSON
const { isFinite: isFiniteNumber } = Number
const objectPrototype = Object.prototype
const uncurry = Function.prototype.call.bind.bind(Function.prototype.call)
const mapEach = uncurry(Map.prototype.forEach)
const setEach = uncurry(Set.prototype.forEach)
const dateTime = uncurry(Date.prototype.getTime)
const mapHas = uncurry(Map.prototype.has)
const setHas = uncurry(Set.prototype.has)
const [Text, Big, Moment, MapOf, SetOf, Failure] = [String, BigInt, Date, Map, Set, TypeError]
const MAX_DEPTH = 200
const MAX_LENGTH = 8_000_000

class NotPlain {
  constructor(reason) { this.reason = reason }
}

function encode(value, depth = 0) {
  switch (typeof value) {
    case 'undefined': return '{"u":0}'
    case 'boolean': return value ? 'true' : 'false'
    case 'string': return stringify(value)
    case 'number': return isFiniteNumber(value) && !(value === 0 && 1 / value < 0) ? Text(value) : '{"n":"' + (value === 0 ? '-0' : Text(value)) + '"}'
    case 'bigint': return '{"i":"' + Text(value) + '"}'
    case 'object': return value === null ? 'null' : encodeObject(value, depth + 1)
  }
  throw new NotPlain('is a ' + typeof value + ', not plain data')
}

function encodeObject(value, depth) {
  if (depth > MAX_DEPTH) throw new NotPlain('is nested too deeply')
  if (isArray(value)) return encodeItems(value, depth)
  const prototype = getPrototypeOf(value)
  if (prototype === objectPrototype || prototype === null) return '{"o":' + encodePairs(value, depth) + '}'
  if (isA(mapHas, value)) return '{"m":' + encodeEach(mapEach, value, depth, true) + '}'
  if (isA(setHas, value)) return '{"s":' + encodeEach(setEach, value, depth, false) + '}'
  if (isA(dateTime, value)) return '{"d":' + encode(dateTime(value)) + '}'
  throw new NotPlain('is an object of a class of its own, not plain data')
}

function isA(question, value) {
  try { question(value); return true } catch { return false }
}

function encodeItems(value, depth) {
  let text = '['
  for (let place = 0; place < value.length; place++) text = longer(text, (place > 0 ? ',' : '') + encode(value[place], depth))
  return text + ']'
}

function encodePairs(value, depth) {
  const names = keys(value)
  let text = '['
  for (let place = 0; place < names.length; place++) {
    text = longer(text, (place > 0 ? ',[' : '[') + stringify(names[place]) + ',' + encode(value[names[place]], depth) + ']')
  }
  return text + ']'
}

function encodeEach(each, value, depth, pairs) {
  let text = '['
  each(value, (item, key) => {
    const one = pairs ? '[' + encode(key, depth) + ',' + encode(item, depth) + ']' : encode(item, depth)
    text = longer(text, (text.length > 1 ? ',' : '') + one)
  })
  return text + ']'
}

function longer(text, more) {
  if (text.length + more.length > MAX_LENGTH) throw new NotPlain('is too large')
  return text + more
}

function decode(plain) {
  if (typeof plain !== 'object' || plain === null) return plain
  if (isArray(plain)) {
    for (let place = 0; place < plain.length; place++) plain[place] = decode(plain[place])
    return plain
  }
  if ('u' in plain) return undefined
  if ('n' in plain) return +plain.n
  if ('i' in plain) return Big(plain.i)
  if ('d' in plain) return new Moment(decode(plain.d))
  if ('s' in plain) return new SetOf(decode(plain.s))
  if ('m' in plain) return new MapOf(decode(plain.m))
  if ('o' in plain) return decodeObject(decode(plain.o))
  throw new NotPlain('is no value')
}

function decodeObject(pairs) {
  const made = {}
  for (let place = 0; place < pairs.length; place++) {
    Object.defineProperty(made, pairs[place][0], { value: pairs[place][1], enumerable: true, configurable: true, writable: true })
  }
  return made
}
`
