import { brotliDecompressSync } from 'node:zlib'
import { LANGUAGE_PROFILES } from './language-profiles.ts'

/** For each language that has an n-gram, by position: its relative frequency among those of its length. */
export type Weights = readonly (readonly [language: number, frequency: number])[]

/** What is known of each language. */
interface LanguageModel {
  /** Of an n-gram; `undefined` where no language has it. */
  weightsOf(gram: string): Weights | undefined
  /** Chinese characters by the one that stands for those of like use. */
  readonly kanji: ReadonlyMap<string, string>
}

/** The languages that can be told. */
export const LANGUAGES: readonly string[] =
  'af ar bg bn ca cs cy da de el en es et fa fi fr gu he hi hr hu id it ja kn ko lt lv mk ml mr ne nl no pa pl pt ro ru sk sl so sq sv sw ta te th tl tr uk ur vi zh-cn zh-tw'.split(
    ' ',
  )

let made: LanguageModel | undefined

/** The model, unpacked at the first call. */
export function languageModel(): LanguageModel {
  made ??= unpack(brotliDecompressSync(Buffer.from(LANGUAGE_PROFILES, 'base64')).toString())
  return made
}

/** A language is a character from `!` on. */
const FIRST_LANGUAGE = 33

/**
 * Reads the packed text: a line of all n-grams of each length, sorted; then, in the order of those, which languages have
 * each and their counts; the languages' totals by length; the groups of kanji. Nothing is made of an n-gram before it is
 * asked for, so that the first text does not wait for all.
 */
function unpack(text: string): LanguageModel {
  const [one = '', two = '', three = '', owners = '', counts = '', totals = '', kanji = ''] = text.split('\n')
  const lines = [one, two, three]
  const ownersOf = owners.split(' ')
  const countsOf = counts.split(' ')
  const totalsOf = totals.split(' ').map((numbers) => numbers.split(',').map(Number))
  const known = new Map<string, Weights>()
  const find = (gram: string): Weights | undefined => {
    const position = positionIn(lines[gram.length - 1] ?? '', gram)
    if (position === undefined) return undefined
    const before = lines
      .slice(0, gram.length - 1)
      .reduce((sum, line, index) => sum + line.length / (index + 1), 0)
    const numbers = countsOf[before + position]?.split(',') ?? []
    return [...(ownersOf[before + position] ?? '')].map((code, index) => {
      const language = code.charCodeAt(0) - FIRST_LANGUAGE
      return [language, Number(numbers[index]) / (totalsOf[language]?.[gram.length - 1] ?? 1)] as const
    })
  }
  return {
    weightsOf: (gram) => {
      const found = known.get(gram) ?? find(gram)
      if (found !== undefined) known.set(gram, found)
      return found
    },
    kanji: new Map(
      kanji.split(' ').flatMap((group) => [...group].map((one) => [one, group.charAt(0)] as const)),
    ),
  }
}

/** Where an n-gram is among those of its length in a sorted line, by halving. */
function positionIn(line: string, gram: string): number | undefined {
  const { length } = gram
  let low = 0
  let high = line.length / length
  while (low < high) {
    const middle = (low + high) >> 1
    if (line.slice(middle * length, (middle + 1) * length) < gram) low = middle + 1
    else high = middle
  }
  return line.startsWith(gram, low * length) ? low : undefined
}
