import { languageModel } from './language-model.ts'

const LONGEST_TEXT = 10_000
const URL = /https?:\/\/[-_.?&~;+=/#0-9A-Za-z]{1,2076}/gu
const MAIL = /[-_.0-9A-Za-z]{1,64}@[-_0-9A-Za-z]{1,255}[-_.0-9A-Za-z]{1,255}/gu
/** Vietnamese letters written as a letter and a tone mark. */
const TONE_MARKED =
  /[AEIOUYaeiouy\u00c2\u00ca\u00d4\u00e2\u00ea\u00f4\u0102\u0103\u01a0\u01a1\u01af\u01b0][\u0300\u0301\u0303\u0309\u0323]/gu
/** Latin letters and what stands between them in ASCII. */
const LATIN = /[A-z]/gu
const NOT_LATIN = /[\u0300-\u1dff\u1f00-\u{10ffff}]/gu

/** The text without addresses; without Latin letters where those are few. */
export function cleaned(text: string): string {
  const plain = text
    .replace(URL, ' ')
    .replace(MAIL, ' ')
    .replace(TONE_MARKED, (letter) => letter.normalize('NFC'))
  const short = [...plain].slice(0, LONGEST_TEXT).join('').replace(/ +/gu, ' ')
  const latin = short.match(LATIN)?.length ?? 0
  const others = short.match(NOT_LATIN)?.length ?? 0
  return latin * 2 < others ? short.replace(LATIN, '') : short
}

/** Characters that become one, by the range they are in. */
const RANGES: readonly (readonly [from: number, to: number, as: string])[] = [
  [0x1ea0, 0x1eff, '\u1ec3'],
  [0x2000, 0x206f, ' '],
  [0x3040, 0x309f, '\u3042'],
  [0x30a0, 0x30ff, '\u30a2'],
  [0x3100, 0x312f, '\u3105'],
  [0x31a0, 0x31bf, '\u3105'],
  [0xac00, 0xd7af, '\uac00'],
]

/** Romanian letters with a comma below become those with a cedilla, the Persian yeh the Arabic one. */
const ONE_FOR_ANOTHER: { readonly [character: string]: string } = {
  '\u00a0': ' ',
  '\u00ab': ' ',
  '\u00b0': ' ',
  '\u00bb': ' ',
  '\u0219': '\u015f',
  '\u021b': '\u0163',
  '\u06cc': '\u064a',
}

/** What a character counts as. */
interface Normalised {
  /** One unit long. */
  readonly letter: string
  readonly isUpper: boolean
}

const known = new Map<string, Normalised>()
const MOST_KNOWN = 20_000
/** In no n-gram: stands for characters that are two units long. */
const UNKNOWN = '\uffff'

/** Makes characters alike that tell no language: ASCII marks become spaces, syllables of one script one syllable. */
export function normalised(character: string): Normalised {
  const found = known.get(character)
  if (found !== undefined) return found
  const letter = letterFor(character)
  const made = {
    letter: letter.length > 1 ? UNKNOWN : letter,
    isUpper: /^\p{Uppercase}$/u.test(letter),
  }
  if (known.size < MOST_KNOWN) known.set(character, made)
  return made
}

function letterFor(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return /[A-Za-z]/u.test(character) ? character : ' '
  for (const [from, to, as] of RANGES) if (code >= from && code <= to) return as
  return ONE_FOR_ANOTHER[character] ?? languageModel().kanji.get(character) ?? character
}
