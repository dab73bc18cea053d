import { sentencesOf } from './sentences.ts'
import { isUpperCase, SPACE, UNICODE_SPACE, UNICODE_WORD, WORD, wordsOf } from './text-classes.ts'

/** A clitic that stays with its apostrophe. */
const CLITIC = '(?:re|ve|ll|m|t|s|d|n)'

/**
 * Where the Penn Treebank's rules, as NLTK extends them, part a word from what stands around it, in their order.
 * Rules that only part marks from each other are left out: they change no count of words.
 */
const CUTS: readonly (readonly [RegExp, string])[] = [
  [/[«“‘„]|`+/gu, ' $& '],
  [new RegExp(`(?<![${UNICODE_WORD}])'(?!${CLITIC}(?![${UNICODE_WORD}]))(?=[${UNICODE_WORD}])`, 'giu'), "' "],
  // The full stop of the sentence, not those of abbreviations inside it.
  [new RegExp(`(?<=[^.])\\.(?=[\\])}>"'»”’ ]*[${UNICODE_SPACE}]*$)`, 'u'), ' . '],
  [/[:,](?=\P{Nd})|[:,]$/gu, ' $& '],
  [/\.{2,}|[;@#$%&?!*\u2012-\u2015[\](){}<>]|--/gu, ' $& '],
  [/(?<=[^'])'(?= )/gu, " '"],
  [/[»”’"]|''/gu, ' $& '],
]

const SPACES = new RegExp(`[${UNICODE_SPACE}]+`, 'gu')

const CLITICS_BEHIND: readonly RegExp[] = [
  /(?<=[^' ])(?:'[sSmMdD]|')(?= )/gu,
  /(?<=[^' ])(?:'ll|'LL|'re|'RE|'ve|'VE|n't|N'T)(?= )/gu,
]

/** Words of two parts; the last is parted only before white space. */
const CONTRACTIONS: readonly RegExp[] = [
  ...[
    ['can', 'not'],
    ['d', "'ye"],
    ['gim', 'me'],
    ['gon', 'na'],
    ['got', 'ta'],
    ['lem', 'me'],
    ['more', "'n"],
  ].map((parts) => contraction(parts, `(?![${WORD}])`)),
  contraction(['wan', 'na'], `(?=[${SPACE}])`),
]

function contraction([first, second]: readonly string[], end: string): RegExp {
  return new RegExp(`(?<![${WORD}])(${first})(${second})${end}`, 'giu')
}

/**
 * How many words are in capital letters alone. Hyphenated words count once; `DON'T` counts as two, `DO` and `N'T`.
 */
export function countCapitalWords(text: string): number {
  return sentencesOf(text).flatMap(tokensOf).filter(isUpperCase).length
}

function tokensOf(sentence: string): readonly string[] {
  let text = sentence
  for (const [pattern, parted] of CUTS) text = text.replace(pattern, parted)
  text = ` ${text} `.replace(SPACES, ' ')
  for (const pattern of CLITICS_BEHIND) text = text.replace(pattern, ' $&')
  for (const pattern of CONTRACTIONS) text = text.replace(pattern, ' $1 $2 ')
  return wordsOf(text)
}
