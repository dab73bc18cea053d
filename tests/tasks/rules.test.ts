import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadSuites } from '../../src/config/load-suite.ts'
import { trialGroups } from '../../src/run/trial-group.ts'
import { compileScorers } from '../../src/scorers/compile-scorers.ts'
import { ruleFiles } from '../../tasks/rules/generate.ts'
import { suiteOptions } from '../config/suite-options.ts'
import { scored } from '../fixtures/scored.ts'
import { makePlan } from '../fixtures/tasks.ts'
import { readItems, shownTarget, tasksFolder } from './items.ts'

const worldOf = (item: unknown): string => (item as { world: string }).world
const NAMES = ['invented-labels', 'letter-cipher', 'word-list'] as const

describe('the generator', () => {
  test.each([...ruleFiles()])('writes %s as it ships, byte for byte', (name, text) => {
    expect(text).toBe(readFileSync(join(tasksFolder, 'rules', name), 'utf8'))
  })

  test('no word stands in two categories, and each has twelve', () => {
    const categories = readFileSync(join(tasksFolder, 'rules', 'categories.txt'), 'utf8')
      .trimEnd()
      .split('\n')
    const words = categories.flatMap((line) => line.split(' '))
    expect(words).toHaveLength(12 * categories.length)
    expect(new Set(words).size).toBe(words.length)
  })
})

describe.each(NAMES)('%s', (name) => {
  const queries = readItems(`rules/${name}.jsonl`)
  const pool = readItems(`rules/${name}-pool.jsonl`)
  const shownIn = Map.groupBy(pool, worldOf)

  test('asks three items in each of 24 worlds, and shows none of them', () => {
    const asked = Map.groupBy(queries, worldOf)
    expect(asked.size).toBe(24)
    for (const [world, items] of asked) {
      expect(items).toHaveLength(3)
      const shown = new Set(shownIn.get(world)?.map(({ input }) => input))
      expect(shown.size).toBeGreaterThanOrEqual(13)
      for (const { input } of items) expect(shown).not.toContain(input)
    }
  })

  test('no two worlds have one rule', () => {
    const rules = [...shownIn.values()].map((items) =>
      items
        .map(({ input, target }) => `${input}=${target}`)
        .toSorted()
        .join(),
    )
    expect(new Set(rules).size).toBe(24)
  })
})

describe('invented-labels', () => {
  const items = readItems('rules/invented-labels.jsonl')

  test('an answer that ignores the demonstrations is right in half of the cases, whatever it is', () => {
    const targetsOfWord = Map.groupBy(
      items,
      ({ input, id }) => `${Math.floor(Number(id.slice(1, 3)) / 2)} ${input}`,
    )
    for (const twins of targetsOfWord.values())
      expect(twins.map(shownTarget).toSorted()).toEqual(['dax', 'wug'])
  })

  test('each world shows eight words of each label', () => {
    for (const shown of Map.groupBy(readItems('rules/invented-labels-pool.jsonl'), worldOf).values())
      expect(shown.filter((item) => item.target === 'dax')).toHaveLength(shown.length / 2)
  })
})

test('letter-cipher: each world replaces every letter by another one, always the same', () => {
  const all = [...readItems('rules/letter-cipher.jsonl'), ...readItems('rules/letter-cipher-pool.jsonl')]
  for (const items of Map.groupBy(all, worldOf).values()) {
    const key = new Map<string, string>()
    for (const item of items)
      for (const [place, letter] of item.input.split(' ').entries()) {
        const image = shownTarget(item).split(' ')[place] ?? ''
        expect(image).not.toBe(letter)
        expect(key.get(letter) ?? image).toBe(image)
        key.set(letter, image)
      }
    expect(new Set(key.values()).size).toBe(key.size)
  }
})

test('word-list: both words of a query are shown, in other pairs, with the words of its answer', () => {
  const pool = Map.groupBy(readItems('rules/word-list-pool.jsonl'), worldOf)
  for (const query of readItems('rules/word-list.jsonl')) {
    const shown = pool.get(worldOf(query)) ?? []
    for (const place of [0, 1]) {
      const word = query.input.split(' ')[place]
      const same = shown.filter(({ input }) => input.split(' ')[place] === word)
      expect(same.length).toBeGreaterThanOrEqual(3)
      for (const item of same)
        expect(shownTarget(item).split(' ')[place]).toBe(shownTarget(query).split(' ')[place])
    }
  }
})

test('the suite scores what is right as right, and every shown demonstration is of the query’s world', async () => {
  const { tasks } = await loadSuites([join(tasksFolder, 'rules.yaml')], suiteOptions)
  expect(tasks.map(({ name }) => name)).toEqual([...NAMES])
  for (const task of tasks) {
    const scorers = compileScorers(task)
    for (const query of task.queries)
      expect(scored(scorers, ` ${query.targets[0]}`, query.targets).scores).toEqual({
        score_exact_match: 1,
        score_edit_similarity: 1,
      })
    for (const group of trialGroups(makePlan({ tasks: [task], shots: [8] })))
      for (let index = 0; index < group.size; index++) {
        const trial = group.at(index)
        const worlds = group
          .drawOf(trial)
          .shown(8)
          .map(({ item }) => item.fields.world)
        expect(worlds).toEqual(Array(8).fill(trial.query.fields.world))
      }
  }
})
