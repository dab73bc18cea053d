import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RandomStream, randomStream } from '../../src/domain/random.ts'

/** Another seed gives other items, and then old scores no longer compare: raise the tasks' version. */
const SEED = 3

interface WordItem {
  readonly id: string
  readonly input: string
  readonly target: string
}

/** JSON Lines of `unscramble` and `upper-case` by file name, from words.txt: always the same bytes. */
export function wordFiles(): Map<string, string> {
  const words = readFileSync(join(import.meta.dirname, 'words.txt'), 'utf8')
    .trim()
    .split('\n')
  return new Map([
    ['unscramble.jsonl', toJsonLines(itemsOf('unscramble', words, unscramble))],
    ['upper-case.jsonl', toJsonLines(itemsOf('upper-case', words, upperCase))],
  ])
}

/** The words in random order, so that the first items of a file are a fair sample of it. */
function itemsOf(
  task: string,
  words: readonly string[],
  itemOf: (word: string, stream: RandomStream) => WordItem,
): WordItem[] {
  const stream = randomStream('words', SEED, task)
  return stream.shuffle(words).map((word) => itemOf(word, stream))
}

/** The word's letters in random order, tried again while they spell the word itself. */
function unscramble(word: string, stream: RandomStream): WordItem {
  let letters = word
  while (letters === word) letters = stream.shuffle([...word]).join('')
  return { id: word, input: letters, target: word }
}

function upperCase(word: string): WordItem {
  return { id: word, input: word, target: word.toUpperCase() }
}

function toJsonLines(items: readonly WordItem[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join('')
}

if (import.meta.main) {
  for (const [name, text] of wordFiles()) writeFileSync(join(import.meta.dirname, name), text)
}
