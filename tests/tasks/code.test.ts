import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadSuites } from '../../src/config/load-suite.ts'
import { shippedItemSource } from '../../src/datasets/item-source.ts'
import type { CodeLanguage } from '../../src/domain/code-runner.ts'
import type { Item } from '../../src/domain/item.ts'
import type { Task } from '../../src/domain/task.ts'
import { renderPrompt } from '../../src/prompts/render-prompt.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { compileScorers } from '../../src/scorers/compile-scorers.ts'
import { scorerVocabulary } from '../../src/scorers/scorer-vocabulary.ts'
import { testSandbox } from '../fixtures/sandbox.ts'
import { contextOf } from '../fixtures/scored.ts'
import { tasksFolder } from './items.ts'

const { tasks } = await loadSuites([join(tasksFolder, 'code.yaml')], {
  vocabulary: scorerVocabulary,
  items: shippedItemSource,
  checkTask: (task) => void compileScorers(task),
})

const GRADES = ['easy', 'medium', 'hard'] as const
const QUERIES = { easy: 10, medium: 16, hard: 16 } as const

/** Each mutant is the reference with one text of it replaced by another. */
function mutantsOf(language: CodeLanguage): Readonly<Record<string, readonly (readonly [string, string])[]>> {
  return JSON.parse(readFileSync(resolve(import.meta.dirname, 'code', `${language}-mutants.json`), 'utf8'))
}

function tasksIn(language: CodeLanguage): Task[] {
  return tasks.filter(({ name }) => name.startsWith(`${language}-`))
}

function itemsIn(language: CodeLanguage): Item[] {
  const [first] = tasksIn(language)
  return [...(first?.pool ?? []), ...tasksIn(language).flatMap(({ queries }) => queries)]
}

describe('the suite', () => {
  test('has three grades of both languages, the same functions in each', () => {
    const names = (['python', 'javascript'] as const).flatMap((language) =>
      GRADES.map((grade) => `${language}-${grade}`),
    )
    expect(tasks.map(({ name }) => name)).toEqual(names)
    for (const grade of GRADES) {
      const [python, javascript] = tasks.filter(({ name }) => name.endsWith(grade))
      expect(python?.queries).toHaveLength(QUERIES[grade])
      const camel = python?.queries.map(({ id }) =>
        id.replaceAll(/_(.)/g, (_, letter) => letter.toUpperCase()),
      )
      expect(javascript?.queries.map(({ id }) => id)).toEqual(camel)
    }
  })

  test('uses all of its files', () => {
    const files = readdirSync(join(tasksFolder, 'code'))
    expect(files.toSorted()).toEqual(
      (['javascript', 'python'] as const).flatMap((language) =>
        ['demonstrations', 'easy', 'hard', 'medium'].map((part) => `${language}-${part}.jsonl`),
      ),
    )
  })
})

describe.each(tasks)('$name', (task) => {
  test('is judged by running, beside a continuous metric', () => {
    expect([task.primary, task.companion]).toEqual(['score_pass', 'score_edit_similarity'])
    expect([task.chance, task.maximum]).toEqual([0, 1])
    expect(task.pool).toHaveLength(8)
  })

  test('ends its prompts in a word, and never shows a test', () => {
    const demonstrations = task.pool.map((item) => ({ item, label: item.targets[0] }))
    for (const query of task.queries) {
      const prompt = renderPrompt('raw', {
        template: task.template,
        instruction: 'off',
        demonstrations,
        query,
      })
      const text = prompt.rendering === 'raw' ? prompt.text : ''
      // A tokeniser may join a sign with the line end after it, and the answer could then not begin with that.
      expect(text).toMatch(/[a-z]$/)
      expect(text).not.toMatch(/assert|check\(/)
    }
  })

  test('has room for its answers, and none holds a stop string', () => {
    for (const { targets } of [...task.queries, ...task.pool]) {
      // A token of code is seldom fewer than two characters.
      expect(task.decoding.maxTokens * 2).toBeGreaterThanOrEqual(targets[0].length)
      for (const stop of task.decoding.stop) expect(targets[0]).not.toContain(stop)
    }
  })
})

describe.each(['python', 'javascript'] as const)('%s', (language) => {
  let sandbox: Sandbox
  const items = itemsIn(language)
  const mutants = mutantsOf(language)

  beforeAll(async () => {
    sandbox = await testSandbox()
    await sandbox.ready(language)
  }, 120_000)
  afterAll(() => sandbox.close())

  /** What `pass` says of a response. */
  const passes = async (item: Item, body: string): Promise<number | undefined> => {
    const [task] = tasksIn(language)
    if (task === undefined) throw new Error(`no task in ${language}`)
    const scorers = compileScorers({ ...task, queries: [item] }, { code: sandbox })
    const scores = await scorers.score({ ...contextOf(`\n${body}`, item.targets), item })
    return scores.score_pass
  }
  const failing = async (
    programs: readonly (readonly [Item, string])[],
    wanted: number,
  ): Promise<string[]> => {
    const found = await Promise.all(
      programs.map(async ([item, body]) =>
        (await passes(item, body)) === wanted ? [] : [`${item.id}:\n${body}`],
      ),
    )
    return found.flat()
  }

  test('every reference passes', async () => {
    expect(
      await failing(
        items.map((item) => [item, item.targets[0]] as const),
        1,
      ),
    ).toEqual([])
  }, 60_000)

  test('every function has three mutants at least, and all fail', async () => {
    expect(Object.keys(mutants).toSorted()).toEqual(items.map(({ id }) => id).toSorted())
    const programs = items.flatMap((item) => {
      const made = (mutants[item.id] ?? []).map(([from, to]) => item.targets[0].replace(from, () => to))
      expect([item.id, new Set([...made, item.targets[0]]).size]).toEqual([item.id, made.length + 1])
      expect(made.length).toBeGreaterThanOrEqual(3)
      return made.map((body) => [item, body] as const)
    })
    expect(await failing(programs, 0)).toEqual([])
  }, 60_000)

  test('every emptied body fails', async () => {
    const body = language === 'python' ? '    pass' : '}'
    expect(
      await failing(
        items.map((item) => [item, body] as const),
        0,
      ),
    ).toEqual([])
  }, 60_000)
})
