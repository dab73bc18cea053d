/**
 * Writes the data modules of src/scorers/instructions from what the Python packages learned:
 *
 *     node tests/servers/prepare.ts ifeval
 *     node tests/scorers/instructions/data-modules.ts
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { pathOf } from '../../real-parts.ts'

const folder = resolve(import.meta.dirname, '../../../src/scorers/instructions')

interface Learned {
  readonly punkt: {
    readonly abbreviations: readonly string[]
    readonly collocations: readonly (readonly string[])[]
    readonly starters: readonly string[]
    readonly contexts: { readonly [word: string]: number }
  }
  readonly profiles: {
    readonly [language: string]: {
      readonly freq: { readonly [gram: string]: number }
      readonly n_words: readonly number[]
    }
  }
  readonly kanji: readonly string[]
}

/** What nltk and langdetect learned, read by their own Python. */
export function readLearned(): Learned {
  const script = join(import.meta.dirname, 'learned.py')
  return JSON.parse(execFileSync(pathOf('python-ifeval'), [script], { maxBuffer: 2 ** 28, encoding: 'utf8' }))
}

// The flags of Punkt's orthographic contexts.
const BEGIN_UPPER = 2
const INSIDE_UPPER = 4
const ANY_UPPER = BEGIN_UPPER + INSIDE_UPPER + 8
const BEGIN_LOWER = 16
const ANY_LOWER = BEGIN_LOWER + 32 + 64

/** Text of punkt-english.ts. Words never seen with a small letter are left out: no decision depends on them. */
export function punktModule({ punkt }: Learned): string {
  const lower = Object.entries(punkt.contexts).filter(([, context]) => (context & ANY_LOWER) > 0)
  const words = (keep: (context: number) => boolean) =>
    lower.flatMap(([word, context]) => (keep(context) ? [word] : [])).toSorted()
  return `/**
 * What Punkt's English model decides by. It was learned from the Wall Street Journal by Tibor Kiss and Jan Strunk
 * (Unsupervised Multilingual Sentence Boundary Detection, Computational Linguistics 32:4, 2006), and is distributed by
 * the NLTK project as punkt_tab under the Apache License 2.0. Words that no decision depends on are left out.
 * Made by tests/scorers/instructions/data-modules.ts.
 */

/** One a line, without the last full stop. */
export const ABBREVIATIONS = \`
${punkt.abbreviations.join('\n')}
\`

/** One a line: a word, and one that follows its full stop in the same sentence. */
export const COLLOCATIONS = \`
${punkt.collocations.map((words) => words.join(' ')).join('\n')}
\`

/** One a line. */
export const STARTERS = \`
${punkt.starters.join('\n')}
\`

/** Words seen with a small first letter, that began a sentence so, and were never seen with a capital. */
export const BEGINS_LOWER = \`
${lines(words((context) => (context & BEGIN_LOWER) > 0 && (context & ANY_UPPER) === 0))}
\`

/** Words seen with a small first letter, and with a capital inside a sentence. */
export const LOWER_AND_UPPER = \`
${lines(words((context) => (context & INSIDE_UPPER) > 0))}
\`

/** Words seen with a small first letter, and never with a capital inside a sentence. */
export const LOWER = \`
${lines(words((context) => (context & INSIDE_UPPER) === 0))}
\`
`
}

/** Words in lines of at most 110 characters. */
function lines(words: readonly string[]): string {
  const made: string[] = []
  let line = ''
  for (const word of words) {
    if (line !== '' && line.length + 1 + word.length > 110) {
      made.push(line)
      line = ''
    }
    line += line === '' ? word : ` ${word}`
  }
  return [...made, line].join('\n')
}

/** The text that is packed in language-profiles.ts. */
export function profilesText({ profiles, kanji }: Learned): string {
  const languages = Object.keys(profiles)
  const owners = new Map<string, { codes: string; counts: number[] }>()
  for (const [index, { freq }] of Object.values(profiles).entries())
    for (const [gram, count] of Object.entries(freq)) {
      const entry = owners.get(gram) ?? { codes: '', counts: [] }
      entry.codes += String.fromCharCode(33 + index)
      entry.counts.push(count)
      owners.set(gram, entry)
    }
  const grams = [1, 2, 3].map((length) =>
    [...owners.keys()].filter((gram) => gram.length === length).toSorted(),
  )
  const sorted = grams.flat().map((gram) => owners.get(gram))
  return [
    ...grams.map((all) => all.join('')),
    sorted.map((entry) => entry?.codes).join(' '),
    sorted.map((entry) => entry?.counts.join()).join(' '),
    languages.map((language) => profiles[language]?.n_words.join(',')).join(' '),
    kanji.join(' '),
  ].join('\n')
}

function profilesModule(text: string): string {
  const bytes = Buffer.from(text)
  const packed = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  })
  return `/**
 * How often each language uses which n-grams: the profiles of 55 languages that Shuyo Nakatani made from Wikipedia for
 * his Language Detection Library for Java (2010), distributed with langdetect under the Apache License 2.0.
 * Brotli, in Base64. Made by tests/scorers/instructions/data-modules.ts.
 */
export const LANGUAGE_PROFILES = \`
${packed.toString('base64').replaceAll(/.{110}/g, '$&\n')}
\`
`
}

if (import.meta.main) {
  const learned = readLearned()
  writeFileSync(join(folder, 'punkt-english.ts'), punktModule(learned))
  writeFileSync(join(folder, 'language-profiles.ts'), profilesModule(profilesText(learned)))
}
