import { describe, expect, test } from 'vitest'
import { readItems, readSuite, targetsOf } from './items.ts'

const SENTENCE_END = /[.?!]$/

describe.each(readSuite('translation').tasks)('$name', ({ name, items: file }) => {
  const items = readItems(file)

  test('is graded evenly, and any first items are a fair sample', () => {
    expect(items.map((item) => item.difficulty)).toEqual(items.map((_item, at) => (at % 3) + 1))
  })

  test('has words without an end mark and sentences with one, on both sides', () => {
    for (const item of items) {
      const sentence = item.difficulty !== 1
      expect([item.input, /[。？！.?!]$/.test(item.input)]).toEqual([item.input, sentence])
      for (const target of targetsOf(item))
        expect([target, SENTENCE_END.test(target)]).toEqual([target, sentence])
    }
  })

  test('has targets that begin with a capital letter', () => {
    for (const item of items) for (const target of targetsOf(item)) expect(target).toMatch(/^[\p{Lu}\d]/u)
  })

  test('has texts in the right script', () => {
    for (const item of items) {
      expect(/\p{Script=Han}/u.test(item.input)).toBe(name === 'zh-en')
      for (const target of targetsOf(item)) expect(target).not.toMatch(/\p{Script=Han}/u)
    }
  })
})
