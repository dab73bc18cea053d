import { createHash } from 'node:crypto'

/** A 128-bit content digest as 32 lower-case hex digits: the first half of SHA-256. */
export type Digest = string

/** Digest of strings, each closed by its length so that no two lists collide by joining. */
export function digestOf(...parts: readonly string[]): Digest {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:${part};`)
  return hash.digest('hex').slice(0, 32)
}

/** Digest of a JSON value: object keys in code-point order, so that writing order does not matter. */
export function digestOfValue(value: unknown): Digest {
  return digestOf(canonicalJson(value))
}

/** JSON with sorted keys; `undefined` members are left out, as `JSON.stringify` does. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (member === null || typeof member !== 'object' || Array.isArray(member)) return member
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
  })
}
