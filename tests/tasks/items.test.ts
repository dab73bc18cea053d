import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readItems, readSuite, SUITES, targetsOf, tasksFolder } from './items.ts'

const NAMES = {
  translation: ['zh-en', 'fr-en', 'en-fr'],
  arithmetic: [
    ...[2, 3, 4, 5].map((digits) => `add-${digits}-digit`),
    ...[2, 3, 4, 5].map((digits) => `subtract-${digits}-digit`),
    'multiply-2-digit',
    'composite-1-digit',
  ],
  words: ['antonyms', 'plurals', 'unscramble', 'capitals', 'upper-case'],
} as const

const TASKS = SUITES.flatMap((suite) => readSuite(suite).tasks.map((task) => ({ suite, ...task })))

/** Asked, after 16 items have become demonstrations. */
const MINIMUM_QUERIES = { translation: 60, arithmetic: 200, words: 60 } as const

describe('the suites that ship', () => {
  test.each(SUITES)('%s has its tasks, and keeps 16 items for demonstrations', (name) => {
    const suite = readSuite(name)
    expect(suite.suite).toBe(name)
    expect(suite.tasks.map((task) => task.name)).toEqual(NAMES[name])
    expect(suite.defaults.pool).toBe(16)
  })

  test.each(SUITES)('%s: every items file is used, by the task of its name', (name) => {
    const files = readdirSync(join(tasksFolder, name)).filter((file) => file.endsWith('.jsonl'))
    const used = readSuite(name).tasks.map((task) => task.items)
    expect(used.toSorted()).toEqual(files.map((file) => `${name}/${file}`).toSorted())
    expect(used).toEqual(NAMES[name].map((task) => `${name}/${task}.jsonl`))
  })

  test('no two tasks share a name', () => {
    expect(new Set(TASKS.map((task) => task.name)).size).toBe(TASKS.length)
  })
})

describe.each(TASKS)('items of $name', ({ suite, items: file }) => {
  const items = readItems(file)

  test('are enough', () => {
    expect(items.length - 16).toBeGreaterThanOrEqual(MINIMUM_QUERIES[suite])
  })

  test('have unique ids and inputs', () => {
    expect(new Set(items.map((item) => item.id)).size).toBe(items.length)
    expect(new Set(items.map((item) => item.input.toLowerCase())).size).toBe(items.length)
  })

  test('have texts of one trimmed line, in Unicode normal form C', () => {
    for (const item of items)
      for (const text of [item.id, item.input, ...targetsOf(item)])
        expect(text).toBe(text.replaceAll(/\s+/gu, ' ').trim().normalize('NFC') || 'a text')
  })

  test('have targets, all different, none of which the input gives away', () => {
    for (const item of items) {
      const targets = targetsOf(item)
      expect(targets.length).toBeGreaterThan(0)
      expect(new Set(targets).size).toBe(targets.length)
      expect(targets).not.toContain(item.input)
    }
  })
})
