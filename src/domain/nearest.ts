import { distance } from 'fastest-levenshtein'

/**
 * The allowed name closest to what was typed, by Levenshtein distance, or `undefined` when none is close
 * (more than a third of its letters, and more than two, would have to change).
 */
export function nearestName(typed: string, allowed: Iterable<string>): string | undefined {
  const limit = Math.max(2, Math.floor(typed.length / 3))
  let best: { name: string; edits: number } | undefined
  for (const name of allowed) {
    const edits = distance(typed.toLowerCase(), name.toLowerCase())
    if (edits <= limit && (best === undefined || edits < best.edits)) best = { name, edits }
  }
  return best?.name
}
