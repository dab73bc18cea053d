import { countText } from '../charts/findings/plain-numbers.ts'
import { RULE_2 } from '../curves/verdict/rule.ts'
import type { Point } from '../domain/point.ts'
import type { VerdictRow } from '../domain/verdict-row.ts'

const WORDS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten']

/**
 * That the models are too few for a verdict, and why: `Four sizes in three families cannot carry a verdict on emergence:
 * …`. Undefined where some line has enough sizes.
 * @param points of tasks, not of suites
 * @param verdicts all of them; empty where none was looked for
 */
export function ladderSentence(
  points: readonly Point[],
  verdicts: readonly VerdictRow[],
): string | undefined {
  const sizes = new Set(points.flatMap((point) => sizeOf(point) ?? [])).size
  const families = new Set(points.map(({ family }) => family)).size
  const lines = [...Map.groupBy(points, ({ family, tuning }) => `${family}\u0000${tuning ?? ''}`).values()]
  const lengths = lines.map((members) => ({
    family: members[0]?.family ?? '',
    sizes: new Set(members.flatMap((point) => sizeOf(point) ?? [])).size,
  }))
  const isJoined = verdicts.some(({ families: names }) => names.includes('; '))
  const longest = Math.max(0, ...(isJoined ? verdicts : lengths).map((line) => line.sizes))
  if (longest >= RULE_2.minimumSizes) return undefined
  const needs = `${RULE_2.minimumSizes} sizes over at least ${countText(RULE_2.minimumDecades, 'decade')}`
  if (families === 1)
    return `${subject(sizes, 'size')} cannot carry a verdict on emergence: that takes ${needs}, in one family.`
  const cannot = `${subject(sizes, 'size')} in ${subject(families, 'family').toLowerCase()} cannot carry a verdict on emergence`
  if (isJoined) return `${cannot}, not even joined to one line: that takes ${needs}.`
  const holders = lengths.filter((line) => line.sizes === longest).map(({ family }) => family)
  const named = longest > 1 && holders.length === 1 ? ` (${holders[0]})` : ''
  const most = longest < 2 ? 'no family has two' : `no family has more than ${longest}${named}`
  return `${cannot}: ${most}, and a verdict needs ${needs} in one family.`
}

function sizeOf({ activeParameters, parameters }: Point): number | undefined {
  return activeParameters ?? parameters
}

/** `Four sizes`, `One family`. */
function subject(count: number, noun: string): string {
  return countText(count, noun)
    .replace('familys', 'families')
    .replace(/^\d+/u, (digits) => WORDS[count] ?? digits)
}
