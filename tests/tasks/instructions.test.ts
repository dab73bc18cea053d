import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadSuites } from '../../src/config/load-suite.ts'
import { shippedItemSource } from '../../src/datasets/item-source.ts'
import type { Item } from '../../src/domain/item.ts'
import { renderPrompt } from '../../src/prompts/render-prompt.ts'
import { checkScoring } from '../../src/scorers/check-scoring.ts'
import { followed } from '../../src/scorers/instructions/follows.ts'
import { checksOf } from '../../src/scorers/instructions/item-checks.ts'
import { scorerVocabulary } from '../../src/scorers/scorer-vocabulary.ts'
import { dialogueFiles } from '../../tasks/instructions/generate.ts'
import { tasksFolder } from './items.ts'

const { tasks } = await loadSuites([join(tasksFolder, 'instructions.yaml')], {
  vocabulary: scorerVocabulary,
  items: shippedItemSource,
  checkTask: checkScoring,
})
const [task] = tasks
if (task === undefined) throw new Error('the suite has no task')
const { pool, queries } = task

const idsOf = ({ fields }: Item) => fields.instruction_id_list as readonly string[]
const kwargsOf = ({ fields }: Item, id: string) =>
  (fields.kwargs as readonly Record<string, unknown>[])[idsOf({ fields } as Item).indexOf(id)]

test.each([...dialogueFiles()])('the generator writes %s as it ships, byte for byte', (name, text) => {
  expect(text).toBe(readFileSync(join(tasksFolder, 'instructions', name), 'utf8'))
})

describe('the demonstrations', () => {
  test.each(pool)('$id follows each of its rules', (item) => {
    const checks = checksOf(item)
    expect(checks.length).toBeGreaterThanOrEqual(3)
    expect(followed(item.targets[0], checks, 'strict')).toEqual(checks.map(() => true))
  })

  test('fit into the token limit and hold no stop text', () => {
    for (const { targets } of pool) {
      expect(targets[0].length).toBeLessThan(task.decoding.maxTokens * 2)
      for (const stop of task.decoding.stop) expect(targets[0]).not.toContain(stop)
    }
  })

  test('of another item, copied, break a rule of every query', () => {
    for (const query of queries)
      for (const { targets } of pool) expect(followed(targets[0], checksOf(query), 'loose')).toContain(false)
  })
})

describe('the queries', () => {
  test('are 64 on different subjects, with 3 to 6 rules in turns', () => {
    expect(queries).toHaveLength(64)
    expect(new Set([...pool, ...queries].map(({ input }) => input.split('\n')[0])).size).toBe(76)
    expect(queries.slice(0, 5).map((item) => idsOf(item).length)).toEqual([3, 4, 5, 6, 3])
  })

  test('say each rule in a line', () => {
    for (const item of queries)
      expect(item.input.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(idsOf(item).length)
  })

  test('use every kind of rule at least four times', () => {
    const counts = Map.groupBy(queries.flatMap(idsOf), (id) => id)
    expect([...counts.keys()].toSorted()).toEqual([
      'dialogue:alternating',
      'dialogue:first_speaker',
      'dialogue:last_speaker',
      'dialogue:questions',
      'dialogue:speakers',
      'dialogue:turn_words',
      'dialogue:turns',
      'keywords:existence',
      'keywords:forbidden_words',
      'punctuation:no_comma',
    ])
    expect(Math.min(...[...counts.values()].map((each) => each.length))).toBeGreaterThanOrEqual(4)
  })

  test('can all be followed: a bare dialogue of the right shape does', () => {
    for (const item of queries) {
      const text = bareDialogue(item)
      expect([item.id, text, followed(text, checksOf(item), 'strict')]).toEqual([
        item.id,
        text,
        checksOf(item).map(() => true),
      ])
    }
  })
})

/** Two speakers by turns, Socrates with questions, each with the word and little more. */
function bareDialogue(item: Item): string {
  const speakers = kwargsOf(item, 'dialogue:speakers')?.speakers as readonly [string, string]
  const count = Number(kwargsOf(item, 'dialogue:turns')?.num_turns)
  const { keywords } = kwargsOf(item, 'keywords:existence') as { keywords: readonly string[] }
  const last = kwargsOf(item, 'dialogue:last_speaker')?.speaker
  const first =
    kwargsOf(item, 'dialogue:first_speaker')?.speaker ??
    speakers.find((speaker) => (count % 2 === 1) === (speaker === last)) ??
    speakers[0]
  const second = speakers.find((speaker) => speaker !== first)
  return Array.from({ length: count }, (_, turn) => {
    const speaker = turn % 2 === 0 ? first : second
    return `${speaker}: It is ${keywords[0]}${speaker === 'Socrates' ? '?' : '.'}`
  }).join('\n')
}

test('a prompt ends where the dialogue begins', () => {
  const [query] = queries
  if (query === undefined) throw new Error('nothing is asked')
  const demonstrations = pool.slice(0, 1).map((item) => ({ item, label: item.targets[0] }))
  const prompt = renderPrompt('raw', { template: task.template, instruction: 'off', demonstrations, query })
  const text = prompt.rendering === 'raw' ? prompt.text : ''
  expect(text).toMatch(/^Write a short Socratic dialogue on .+\n(- .+\n)+\nDialogue:\n\w+: /)
  expect(text.endsWith(`\n\n---\n\n${query.input}\n\nDialogue:`)).toBe(true)
})
