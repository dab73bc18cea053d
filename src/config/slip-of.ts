import { distance } from 'fastest-levenshtein'

/** The known name that a key is most likely a slip for: one letter away from it, and not itself a known name. */
export function slipOf(key: string, known: readonly string[]): string | undefined {
  if (known.includes(key)) return undefined
  return known.find((name) => name.length > 2 && distance(key, name) === 1)
}
