import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadSuites } from '../../src/config/load-suite.ts'
import { choiceFiles } from '../../tasks/choice/generate.ts'
import { suiteOptions } from '../config/suite-options.ts'
import { tasksFolder } from './items.ts'

const { tasks } = await loadSuites([join(tasksFolder, 'choice.yaml')], suiteOptions)
const categories = readFileSync(join(tasksFolder, 'choice', 'words.txt'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => {
    const [name = '', words = ''] = line.split(': ')
    return { name, words: words.split(' ') }
  })
const kindOf = (word: string) => categories.find(({ words }) => words.includes(word))?.name

test.each([...choiceFiles()])('the generator writes %s as it ships, byte for byte', (name, text) => {
  expect(text).toBe(readFileSync(join(tasksFolder, 'choice', name), 'utf8'))
})

test('words.txt names every word once, in kinds of one size', () => {
  const words = categories.flatMap((category) => category.words)
  expect(new Set(words).size).toBe(words.length)
  for (const word of words) expect(word).toMatch(/^[a-z]+$/)
  expect(new Set(categories.map((category) => category.words.length))).toEqual(new Set([14]))
})

describe.each(tasks)('$name', (task) => {
  test('keeps 16 demonstrations, asks at least 60 others, and is judged by what is chosen', () => {
    expect(task.pool).toHaveLength(16)
    expect(task.queries.length).toBeGreaterThanOrEqual(60)
    expect([task.primary, task.companion]).toEqual(['score_choice_accuracy', 'score_target_loglikelihood'])
    expect(task.likelihood).toEqual({ of: 'choices', unconditionalPrompt: 'Answer:' })
    expect(task.chance).toBe(task.name === 'category' ? 1 / 6 : 1 / 4)
  })

  test('has one right choice an item', () => {
    for (const { targets, choices = [] } of [...task.pool, ...task.queries])
      expect(choices.filter((choice) => targets.includes(choice))).toHaveLength(1)
  })
})

test('category asks every word once', () => {
  const items = tasks
    .filter(({ name }) => name === 'category')
    .flatMap(({ pool, queries }) => [...pool, ...queries])
  expect(items.map(({ input }) => input).toSorted()).toEqual(
    categories.flatMap(({ words }) => words).toSorted(),
  )
  for (const { input, targets } of items) expect(targets).toEqual([kindOf(input)])
})

test('odd-one-out has three of one kind and one of another, in every place equally often', () => {
  const items = tasks
    .filter(({ name }) => name === 'odd-one-out')
    .flatMap(({ pool, queries }) => [...pool, ...queries])
  const places = [0, 0, 0, 0]
  for (const { input, targets, choices: given } of items) {
    const choices: readonly string[] = given ?? []
    expect(input).toBe(choices.join(', '))
    expect(new Set(choices).size).toBe(4)
    const others = choices.filter((choice) => choice !== targets[0]).map(kindOf)
    expect(new Set(others).size).toBe(1)
    expect(others).not.toContain(kindOf(targets[0]))
    const place = choices.indexOf(targets[0])
    places[place] = (places[place] ?? 0) + 1
  }
  expect(places).toEqual([24, 24, 24, 24])
})
