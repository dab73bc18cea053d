import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadSuites } from '../../src/config/load-suite.ts'
import { shippedItemSource } from '../../src/datasets/item-source.ts'
import { renderPrompt } from '../../src/prompts/render-prompt.ts'
import { compileScorers } from '../../src/scorers/compile-scorers.ts'
import { scorerVocabulary } from '../../src/scorers/scorer-vocabulary.ts'
import { scored } from '../fixtures/scored.ts'
import { SUITES, tasksFolder } from './items.ts'

const { tasks } = await loadSuites(
  SUITES.map((name) => join(tasksFolder, `${name}.yaml`)),
  { vocabulary: scorerVocabulary, items: shippedItemSource, checkTask: (task) => void compileScorers(task) },
)

const taskNamed = (name: string) => {
  const task = tasks.find((candidate) => candidate.name === name)
  if (task === undefined) throw new Error(`no task ${name}`)
  return task
}

/** The prompt of the first query after the first `shots` of the pool. */
function promptOf(name: string, shots: number, instruction: 'off' | 'on' = 'off') {
  const task = taskNamed(name)
  const [query] = task.queries
  if (query === undefined) throw new Error(`${name} asks nothing`)
  const demonstrations = task.pool.slice(0, shots).map((item) => ({ item, label: item.targets[0] }))
  const prompt = renderPrompt('raw', { template: task.template, instruction, demonstrations, query })
  return { prompt: prompt.rendering === 'raw' ? prompt.text : '', query, demonstrations }
}

describe.each(tasks)('$name', (task) => {
  test('keeps 16 demonstrations and asks at least 60 others', () => {
    expect(task.pool).toHaveLength(16)
    expect(task.queries.length).toBeGreaterThanOrEqual(60)
    const queries = new Set(task.queries.map((item) => item.id))
    expect(task.pool.filter((item) => queries.has(item.id))).toEqual([])
  })

  test('says how it is judged', () => {
    const metricOf = (column: string | undefined) =>
      scorerVocabulary.metrics[task.metrics.find((spec) => spec.column === column)?.metric ?? '']
    expect(task.primary).toBe('score_exact_match')
    expect(metricOf(task.primary)?.kind).toBe('discontinuous')
    expect(metricOf(task.companion)?.kind).toBe('continuous')
    expect([task.version, task.chance, task.maximum]).toEqual(['1', 0, 1])
    expect(task.description).toMatch(/\.$/)
    expect(task.template.instruction).toMatch(/[.。]$/)
  })

  test('scores every listed answer full marks, and the input as wrong', () => {
    const scorers = compileScorers(task)
    for (const item of [...task.pool, ...task.queries]) {
      for (const target of item.targets) {
        const { scores } = scored(scorers, ` ${target}`, item.targets)
        const perTrial = task.metrics.filter(
          ({ metric }) => scorerVocabulary.metrics[metric]?.level === 'trial',
        )
        expect([target, ...Object.values(scores)]).toEqual([target, ...perTrial.map(() => 1)])
      }
      expect([item.input, scored(scorers, item.input, item.targets).scores.score_exact_match]).toEqual([
        item.input,
        0,
      ])
    }
  })

  test('has room for its longest answer', () => {
    // A token is at least a byte, and seldom fewer than two in these texts.
    const longest = Math.max(
      ...[...task.pool, ...task.queries].flatMap((item) => item.targets.map((target) => target.length)),
    )
    expect(task.decoding.maxTokens * 2).toBeGreaterThanOrEqual(longest)
    expect(task.decoding.stop).toEqual(['\n'])
  })
})

describe('answers', () => {
  test.each([
    ['capitals', ' paris.', 'Paris', 1],
    ['capitals', ' Paris, of course', 'Paris', 0],
    ['upper-case', ' PARIS', 'PARIS', 1],
    ['upper-case', ' paris', 'PARIS', 0],
    ['add-2-digit', ' 124.', '124', 1],
    ['add-2-digit', ' 48 plus 76 is 124.', '124', 0],
    ['add-5-digit', ' 123,456', '123456', 1],
    ['subtract-2-digit', ' -19', '-19', 1],
    ['subtract-2-digit', ' 19', '-19', 0],
    ['fr-en', ' where is the bakery', 'Where is the bakery?', 1],
    ['en-fr', ' Où est la gare?', 'Où est la gare ?', 1],
  ])('%s: %j for %j is worth %d', (name, response, target, score) => {
    expect(scored(compileScorers(taskNamed(name)), response, [target]).scores.score_exact_match).toBe(score)
  })

  test('the number at the end of a sentence counts in the second column', () => {
    const { scores } = scored(compileScorers(taskNamed('add-2-digit')), ' 48 plus 76 is 124.', ['124'])
    expect(scores.score_exact_match_last_number).toBe(1)
  })
})

describe('prompts', () => {
  test('of zh-en are in the shape of its title', () => {
    const { prompt, query, demonstrations } = promptOf('zh-en', 1)
    const [shown] = demonstrations
    expect(prompt).toBe(`输入：${shown?.item.input}\n输出：${shown?.label}\n\n输入：${query.input}\n输出：`)
  })

  test('of arithmetic are in the wording of the paper', () => {
    const { prompt } = promptOf('add-2-digit', 1)
    expect(prompt).toMatch(/^Q: What is \d+ plus \d+\?\nA: \d+\n\nQ: What is \d+ plus \d+\?\nA:$/)
  })

  test.each(['antonyms', 'plurals', 'unscramble', 'capitals', 'upper-case'])(
    'of %s do not tell the rule',
    (name) => {
      const { prompt, query } = promptOf(name, 0)
      expect(prompt).toBe(`${query.input}:`)
    },
  )

  test('hold the instruction when it is asked for', () => {
    expect(promptOf('capitals', 0, 'on').prompt).toMatch(/^Name the capital of each country\.\n.+:$/)
  })
})
