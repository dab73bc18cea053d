import { distance } from 'fastest-levenshtein'
import { bestOver, type MetricEntry } from '../metric-entry.ts'
import { NORMALISE_RULE, normaliser } from '../normalise.ts'

/** 1 − Levenshtein distance ÷ the longer length, both in code points. */
export const editSimilarity: MetricEntry = {
  kind: 'continuous',
  level: 'trial',
  unit: 'fraction',
  description:
    '1 - Levenshtein distance / longer length, in code points, after normalisation (default: none)',
  options: { normalise: NORMALISE_RULE },
  create: (options) => {
    const normalise = normaliser(options.normalise, [])
    return {
      level: 'trial',
      name: 'edit_similarity',
      kind: 'continuous',
      unit: 'fraction',
      score: (answer, targets) => {
        const given = normalise(answer)
        return bestOver(targets, (target) => similarity(given, normalise(target)))
      },
    }
  },
}

/** Levenshtein similarity in [0, 1]; two empty texts are equal, 1. */
export function similarity(a: string, b: string): number {
  const [left, right] = sameUnits(a, b)
  const longer = Math.max(left.length, right.length)
  return longer === 0 ? 1 : 1 - distance(left, right) / longer
}

/**
 * Both texts with one UTF-16 unit a code point. The distance counts UTF-16 units, so where a text has
 * characters beyond the first plane, each different character gets a unit of its own.
 */
function sameUnits(a: string, b: string): [string, string] {
  if (!/[\u{10000}-\u{10FFFF}]/u.test(a + b)) return [a, b]
  const units = new Map<string, string>()
  const unitOf = (char: string): string => {
    const known = units.get(char)
    if (known !== undefined) return known
    const unit = String.fromCharCode(units.size + 1)
    units.set(char, unit)
    return unit
  }
  return [Array.from(a, unitOf).join(''), Array.from(b, unitOf).join('')]
}
