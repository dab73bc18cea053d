import { charactersOf, trimmedEnd, wordsOf } from './white-space.ts'

/** How BLEU cuts a text into words: sacreBLEU 2.6's tokenizers of the same names (Post 2018). */
export const BLEU_TOKENIZERS = {
  '13a': (text) => punctuationApart(` ${withoutMarkup(text)} `),
  zh: (text) => punctuationApart(text.replace(CHINESE, ' $& ')),
  char: charactersOf,
  none: wordsOf,
} satisfies { readonly [name: string]: (text: string) => string[] }

export type BleuTokenizer = keyof typeof BLEU_TOKENIZERS

/** ASCII punctuation but for `'`, `,`, `-` and `.`. */
const PUNCTUATION = /[!-&(-+/:-@[-`{-~]/gu

/** The tokenizer of mteval-v13a for Western languages: `.` and `,` stay within numbers, `-` is cut off after a digit. */
function punctuationApart(text: string): string[] {
  const spaced = text
    .replace(PUNCTUATION, ' $& ')
    .replace(/([^0-9])([.,])/gu, '$1 $2 ')
    .replace(/([.,])([^0-9])/gu, ' $1 $2')
    .replace(/([0-9])(-)/gu, '$1 $2 ')
  return wordsOf(spaced)
}

const ENTITIES: readonly (readonly [entity: string, character: string])[] = [
  ['&quot;', '"'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
]

/** Without the traces of SGML that mteval-v13a undoes, in its order; a word that a line end cut is joined. */
function withoutMarkup(text: string): string {
  const joined = trimmedEnd(text).replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ')
  return ENTITIES.reduce((plain, [entity, character]) => plain.replaceAll(entity, character), joined)
}

/**
 * What the `zh` tokenizer takes for Chinese: each such character is a word. sacreBLEU states two ranges of the second
 * plane in a way that Python reads as U+2001–2A6D and U+2F81–2FA1; scores are only equal where that is kept.
 */
const CHINESE =
  /[\u2001-\u2A6D\u2E80-\u2FDF\u2FF0-\u303F\u3100-\u312F\u31A0-\u31BF\u31C0-\u31EF\u3200-\u32FF\u3300-\u33FF\u3400-\u4DB5\u4E00-\u9FBB\uF900-\uFA2D\uFA30-\uFA6A\uFA70-\uFAD9\uFE10-\uFE1F\uFE30-\uFE4F\uFF00-\uFFEF]/gu
