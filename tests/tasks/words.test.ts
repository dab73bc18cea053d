import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { wordFiles } from '../../tasks/words/generate.ts'
import { readItems, shownTarget, targetsOf, tasksFolder } from './items.ts'

const words = readFileSync(join(tasksFolder, 'words', 'words.txt'), 'utf8')
  .trimEnd()
  .split('\n')

const lettersOf = (word: string): string => [...word].toSorted().join('')

describe('the generator', () => {
  test.each([...wordFiles()])('writes %s as it ships, byte for byte', (name, text) => {
    expect(text).toBe(readFileSync(join(tasksFolder, 'words', name), 'utf8'))
  })
})

describe('words.txt', () => {
  test('is sorted lower-case words of 4 to 8 letters', () => {
    expect(words).toEqual([...new Set(words)].toSorted())
    for (const word of words) expect(word).toMatch(/^[a-z]{4,8}$/)
  })

  test('holds no two anagrams', () => {
    expect(new Set(words.map(lettersOf)).size).toBe(words.length)
  })
})

describe('unscramble', () => {
  const items = readItems('words/unscramble.jsonl')

  test('asks for every word once', () => {
    expect(items.map(shownTarget).toSorted()).toEqual(words)
  })

  test('shows a true permutation that is not the word', () => {
    for (const item of items) {
      expect(lettersOf(item.input)).toBe(lettersOf(shownTarget(item)))
      expect(item.input).not.toBe(shownTarget(item))
    }
  })
})

describe('upper-case', () => {
  test('turns every word into capitals', () => {
    const items = readItems('words/upper-case.jsonl')
    expect(items.map((item) => item.input).toSorted()).toEqual(words)
    for (const item of items) expect(item.target).toBe(item.input.toUpperCase())
  })
})

describe.each(['antonyms', 'plurals'])('%s', (name) => {
  const items = readItems(`words/${name}.jsonl`)

  test('are lower-case words', () => {
    for (const item of items)
      for (const text of [item.input, ...targetsOf(item)]) expect(text).toMatch(/^[a-z]+(-[a-z]+)*$/)
  })

  test('show no pair both ways round', () => {
    const inputs = new Set(items.map((item) => item.input))
    expect(items.filter((item) => inputs.has(shownTarget(item))).map((item) => item.input)).toEqual([])
  })
})

describe('capitals', () => {
  const items = readItems('words/capitals.jsonl')

  test('are each the capital of one country', () => {
    expect(new Set(items.map(shownTarget)).size).toBe(items.length)
  })

  test('are not told by the name of the country', () => {
    for (const item of items) for (const target of targetsOf(item)) expect(target).not.toContain(item.input)
  })

  test('count as right without accents', () => {
    for (const item of items) {
      const plain = shownTarget(item).normalize('NFD').replaceAll(/\p{M}/gu, '')
      expect(targetsOf(item)).toContain(plain)
    }
  })
})
