import type { Needed } from '../../curves/verdict/needed.ts'
import type { RunVerdict } from '../../curves/verdict/run-verdicts.ts'
import { formatParameters } from '../format-parameters.ts'
import { aboutText } from './plain-numbers.ts'
import { verdictWord } from './verdict-word.ts'

/** More items than this nobody writes for one task. */
const MOST_ITEMS = 100_000

/**
 * What would be needed to say more of a curve, as a phrase: `about 240 items at every size (emergent); models between
 * 1.4B and 2.8B parameters`. Undefined where nothing is.
 */
export function neededText({ report }: Pick<RunVerdict, 'report'>): string | undefined {
  const phrases = report.needed.flatMap((one) => phraseOf(one, report.x) ?? [])
  return phrases.length === 0 ? undefined : [...new Set(phrases)].join('; ')
}

function phraseOf(needed: Needed, x: readonly number[]): string | undefined {
  switch (needed.what) {
    case 'sizes':
      return needed.verdict === undefined
        ? `${needed.count} sizes`
        : `${needed.count} sizes over this range (${verdictWord(needed.verdict)})`
    case 'items': {
      if (needed.verdict === undefined) return `${needed.count} items that every size has`
      const count = needed.count > MOST_ITEMS ? `over ${aboutText(MOST_ITEMS)}` : aboutText(needed.count)
      return `${count.replace('over about', 'over')} items at every size (${verdictWord(needed.verdict)})`
    }
    case 'decades':
      return `sizes over ${needed.decades} decade${needed.decades === 1 ? '' : 's'}`
    case 'sizes_between':
      return `models between ${sizeAt(x, needed.left)} and ${sizeAt(x, needed.left + 1)} parameters`
    case 'one_family':
      return 'sizes of one family'
    case 'distinct_sizes':
      return 'one model a size'
    case 'chance':
      return 'a declared score of guessing'
    case 'finite_scores':
      return 'scores that are finite numbers'
    case 'errors':
      return 'the number of items or a standard error of every score'
    case 'companion':
      return 'a continuous metric of the same responses'
  }
}

function sizeAt(x: readonly number[], column: number): string {
  return formatParameters(10 ** (x[column] ?? Number.NaN))
}
