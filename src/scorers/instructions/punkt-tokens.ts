import { punktModel } from './punkt-model.ts'
import { isBlank, UNICODE_LETTER, UNICODE_SPACE } from './text-classes.ts'

/** Marks that stand between words, or end a sentence beside the full stop: a class. */
export const NOT_IN_WORDS = '[)";}\\]*:@\'({\\[\\u2018\\u2019\\u201c\\u201d\\xab\\xbb?!]'
const NOT_FIRST = '(?![("`{\\[:;&#*@)}\\]\\-,])'
/** Dashes and ellipses, also those with a space between the full stops. */
const RUN = `(?:-{2,}|\\.{2,}|(?:\\.[${UNICODE_SPACE}]){2,}\\.)`
const WORD_END = `(?=[${UNICODE_SPACE}]|$|${NOT_IN_WORDS}|${RUN}|,(?=$|[${UNICODE_SPACE}]|${NOT_IN_WORDS}|${RUN}))`
const TOKEN = new RegExp(`${RUN}|${NOT_FIRST}[^${UNICODE_SPACE}]+?${WORD_END}|[^${UNICODE_SPACE}]`, 'gu')

const NUMBER = /^-?[.,]?\p{Nd}[\p{Nd},.-]*\.?$/u
const INITIAL = new RegExp(`^[${UNICODE_LETTER}]\\.$`, 'u')
const NUMBER_TYPE = '##number##'

/** A word or mark and what is decided about it. */
export interface PunktToken {
  readonly text: string
  /** In small letters; all numbers are one type. */
  readonly type: string
  readonly isAbbreviation: boolean
  readonly isEllipsis: boolean
  readonly endsSentence: boolean
}

/** Words with the full stops behind them, and other marks; decided by each word alone (first pass). */
export function tokensOf(text: string): readonly PunktToken[] {
  return text
    .split('\n')
    .filter((line) => !isBlank(line))
    .flatMap((line) => (line.match(TOKEN) ?? []).map(tokenOf))
}

function tokenOf(text: string): PunktToken {
  const lower = text.toLowerCase()
  const type = NUMBER.test(lower) ? NUMBER_TYPE : lower
  const plain = { text, type, isAbbreviation: false, isEllipsis: false, endsSentence: false }
  if (text === '.' || text === '?' || text === '!') return { ...plain, endsSentence: true }
  if (/^\.\.+$/u.test(text)) return { ...plain, isEllipsis: true }
  if (!text.endsWith('.') || text.endsWith('..')) return plain
  const word = lower.slice(0, -1)
  const { abbreviations } = punktModel()
  const isAbbreviation = abbreviations.has(word) || abbreviations.has(word.split('-').at(-1) ?? '')
  return { ...plain, isAbbreviation, endsSentence: !isAbbreviation }
}

/** Decides again by the word that follows (second pass). */
export function annotate(tokens: readonly PunktToken[]): readonly PunktToken[] {
  return tokens.map((token, index) => {
    const following = tokens[index + 1]
    if (following === undefined || !token.text.endsWith('.')) return token
    const endsSentence = decide(token, following)
    return endsSentence === undefined ? token : { ...token, endsSentence }
  })
}

/** `undefined` where the first decision stands. */
function decide(token: PunktToken, following: PunktToken): boolean | undefined {
  const { collocations, starters, seenLower } = punktModel()
  const type = withoutPeriod(token.type)
  const next = following.endsSentence ? withoutPeriod(following.type) : following.type
  if (collocations.has(`${type} ${next}`)) return false
  const isInitial = INITIAL.test(token.text)
  const beginsUpper = /^\p{Uppercase}/u.test(following.text)
  const begins = looksLikeBeginning(following, next)
  if ((token.isAbbreviation || token.isEllipsis) && !isInitial) {
    if (begins === true || (beginsUpper && starters.has(next))) return true
  }
  if (!isInitial && type !== NUMBER_TYPE) return undefined
  if (begins === false) return false
  const isName = begins === undefined && isInitial && beginsUpper && !seenLower.has(next)
  return isName ? false : undefined
}

function withoutPeriod(type: string): string {
  return type.length > 1 && type.endsWith('.') ? type.slice(0, -1) : type
}

/** The orthographic heuristic: whether the word's case says that a sentence begins; `undefined` where it does not tell. */
function looksLikeBeginning({ text }: PunktToken, type: string): boolean | undefined {
  if (/^[;:,.!?]$/u.test(text)) return false
  const { seenLower, seenUpperInside, beginsLower } = punktModel()
  if (/^\p{Uppercase}/u.test(text))
    return seenLower.has(type) && !seenUpperInside.has(type) ? true : undefined
  if (/^\p{Lowercase}/u.test(text)) return beginsLower.has(type) ? undefined : false
  return undefined
}
