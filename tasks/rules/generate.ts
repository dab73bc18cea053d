import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RandomStream, randomStream } from '../../src/domain/random.ts'

/** Another seed gives other worlds, and then old scores no longer compare: raise the tasks' version. */
const SEED = 1918

/** Each world has a rule of its own, which only its demonstrations tell. */
const WORLDS = 24

/** Asked in each world. */
const QUERIES = 3

interface RuleItem {
  readonly id: string
  /** Names the rule: demonstrations come from the query's own world. */
  readonly world: string
  readonly input: string
  readonly target: string
}

/** A world's items in random order: the first QUERIES are asked, the others may be shown. */
type MakeWorld = (world: number, stream: RandomStream) => readonly Pick<RuleItem, 'input' | 'target'>[]

const TASKS: Readonly<Record<string, MakeWorld>> = {
  'invented-labels': inventedLabels,
  'letter-cipher': letterCipher,
  'word-list': wordList,
}

/** JSON Lines by file name: the queries and the pool of each task, always the same bytes. */
export function ruleFiles(): Map<string, string> {
  return new Map(
    Object.entries(TASKS).flatMap(([name, make]) => {
      const worlds = Array.from({ length: WORLDS }, (_, world) => worldItems(name, world, make))
      const part = (slice: (items: readonly RuleItem[]) => readonly RuleItem[]): string =>
        worlds
          .flatMap(slice)
          .map((item) => `${JSON.stringify(item)}\n`)
          .join('')
      return [
        [`${name}.jsonl`, part((items) => items.slice(0, QUERIES))],
        [`${name}-pool.jsonl`, part((items) => items.slice(QUERIES))],
      ] as const
    }),
  )
}

function worldItems(name: string, world: number, make: MakeWorld): RuleItem[] {
  const label = `w${String(world).padStart(2, '0')}`
  return make(world, randomStream('rules', SEED, name, world)).map(({ input, target }) => ({
    id: `${label}-${input.replaceAll(' ', '-')}`,
    world: label,
    input,
    target,
  }))
}

const LABELS = ['dax', 'wug'] as const

/** Shown of each of the two categories. */
const OF_EACH_LABEL = 8

/**
 * Words of two categories under two invented labels. Worlds come in twins with the same words, in one of which the
 * labels are swapped: whatever is answered without reading the demonstrations is right in exactly half of them.
 */
function inventedLabels(world: number): { input: string; target: string }[] {
  const stream = randomStream('rules', SEED, 'twins', Math.floor(world / 2))
  const swapped = world % 2
  const categories = stream.shuffle(CATEGORIES).slice(0, 2)
  const labelled = categories.map((words, category) =>
    stream.shuffle(words).map((input) => ({ input, target: LABELS[(category + swapped) % 2] ?? '' })),
  )
  // Which category is asked twice takes turns as well.
  const [often = [], seldom = []] = stream.int(2) === 0 ? labelled : labelled.toReversed()
  const asked = stream.shuffle([...often.slice(0, QUERIES - 1), ...seldom.slice(0, 1)])
  const shown = [often.slice(QUERIES - 1), seldom.slice(1)].flatMap((items) => items.slice(0, OF_EACH_LABEL))
  return [...asked, ...stream.shuffle(shown)]
}

const ALPHABET = ['b', 'd', 'k', 'm', 's', 't'] as const

/** Letters in a word of the cipher, and words that are made: a few are asked, 16 may be shown. */
const CIPHER_LENGTH = 3
const CIPHER_WORDS = QUERIES + 16

/** Words of three different letters under a random substitution without a fixed letter. */
function letterCipher(_world: number, stream: RandomStream): { input: string; target: string }[] {
  const key = derangement(ALPHABET, stream)
  const words = new Set<string>()
  while (words.size < CIPHER_WORDS) words.add(stream.shuffle(ALPHABET).slice(0, CIPHER_LENGTH).join(' '))
  return [...words].map((input) => ({
    input,
    target: input
      .split(' ')
      .map((letter) => key.get(letter) ?? '')
      .join(' '),
  }))
}

function derangement(letters: readonly string[], stream: RandomStream): Map<string, string> {
  for (;;) {
    const images = stream.shuffle(letters)
    if (images.every((image, place) => image !== letters[place]))
      return new Map(letters.map((letter, place) => [letter, images[place] ?? '']))
  }
}

const COLOURS = ['red', 'blue', 'green', 'white'] as const
const THINGS = ['dog', 'house', 'boat', 'tree'] as const

/**
 * Two-word phrases in a language whose eight words are made up for this world: a query's pair of words is never shown,
 * each of its words is, in other pairs.
 */
function wordList(_world: number, stream: RandomStream): { input: string; target: string }[] {
  const words = new Set<string>()
  while (words.size < COLOURS.length + THINGS.length) words.add(inventedWord(stream))
  const lexicon = [...words]
  const phrases = COLOURS.flatMap((colour, a) =>
    THINGS.map((thing, b) => ({
      input: `${colour} ${thing}`,
      target: `${lexicon[a]} ${lexicon[COLOURS.length + b]}`,
    })),
  )
  // Asked are pairs with no word in common: each word keeps three of its pairs, or all four, among those shown.
  const rows = stream.shuffle([0, 1, 2, 3]).slice(0, QUERIES)
  const columns = stream.shuffle([0, 1, 2, 3])
  const asked = new Set(rows.map((row, place) => row * THINGS.length + (columns[place] ?? 0)))
  const isAsked = (_: unknown, place: number): boolean => asked.has(place)
  return [
    ...stream.shuffle(phrases.filter(isAsked)),
    ...stream.shuffle(phrases.filter((phrase, place) => !isAsked(phrase, place))),
  ]
}

/** Two syllables of consonant and vowel. */
function inventedWord(stream: RandomStream): string {
  const one = (letters: string): string => letters[stream.int(letters.length)] ?? ''
  return Array.from({ length: 2 }, () => one('bdfgklmnprstvz') + one('aeiou')).join('')
}

/** Common English words, twelve a category; no word belongs to two. */
const CATEGORIES: readonly (readonly string[])[] = readFileSync(
  join(import.meta.dirname, 'categories.txt'),
  'utf8',
)
  .trimEnd()
  .split('\n')
  .map((line) => line.split(' '))

if (import.meta.main) {
  for (const [name, text] of ruleFiles()) writeFileSync(join(import.meta.dirname, name), text)
}
