import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomStream } from '../../src/domain/random.ts'

/** Another seed gives other items, and then old scores no longer compare: raise the tasks' version. */
const SEED = 1

const ODD_ITEMS = 96
const ALIKE = 3

interface ChoiceItem {
  readonly id: string
  readonly input: string
  readonly target: string
  /** Absent where the task names the choices for all. */
  readonly choices?: readonly string[]
}

/** JSON Lines of `category` and `odd-one-out` by file name, from words.txt: always the same bytes. */
export function choiceFiles(): Map<string, string> {
  const categories = readFileSync(join(import.meta.dirname, 'words.txt'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', words = ''] = line.split(': ')
      return { name, words: words.split(' ') }
    })
  return new Map([
    ['category.jsonl', toJsonLines(categoryItems(categories))],
    ['odd-one-out.jsonl', toJsonLines(oddItems(categories))],
  ])
}

interface Category {
  readonly name: string
  readonly words: readonly string[]
}

/** Every word once, in random order. */
function categoryItems(categories: readonly Category[]): ChoiceItem[] {
  const items = categories.flatMap(({ name, words }) =>
    words.map((word) => ({ id: word, input: word, target: name })),
  )
  return randomStream('choice', SEED, 'category').shuffle(items)
}

/** Three words of one category and one of another, whose place goes round so that no place is favoured. */
function oddItems(categories: readonly Category[]): ChoiceItem[] {
  const stream = randomStream('choice', SEED, 'odd-one-out')
  const seen = new Set<string>()
  const places = stream.shuffle(Array.from({ length: ODD_ITEMS }, (_, item) => item % (ALIKE + 1)))
  return places.map((place): ChoiceItem => {
    for (;;) {
      const [common, other] = stream.shuffle(categories)
      const alike = stream.shuffle(common?.words ?? []).slice(0, ALIKE)
      const odd = stream.shuffle(other?.words ?? [])[0] ?? ''
      const id = [...alike.toSorted(), odd].join('-')
      if (seen.has(id)) continue
      seen.add(id)
      const choices = alike.toSpliced(place, 0, odd)
      return { id, input: choices.join(', '), target: odd, choices }
    }
  })
}

function toJsonLines(items: readonly ChoiceItem[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join('')
}

if (import.meta.main) {
  for (const [name, text] of choiceFiles()) writeFileSync(join(import.meta.dirname, name), text)
}
