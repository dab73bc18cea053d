import { expect, test } from 'vitest'
import { CONTROLS, INSTRUCTIONS, RENDERINGS, SAMPLINGS } from '../../src/domain/factors.ts'
import { contextNeeded } from '../../src/run/context-needed.ts'
import { contextBound } from '../../src/run/misfit.ts'
import { promptOf } from '../../src/run/prompt-of.ts'
import { trialGroups } from '../../src/run/trial-group.ts'
import { makeItem, makePlan, makeTask } from '../fixtures/tasks.ts'

const LONG_INSTRUCTION = 'Answer as briefly as you can. '.repeat(20)

/** Two tasks of different lengths, with uneven queries and pools: whichever factor is forgotten, a prompt is longer. */
const tasks = [
  makeTask({
    name: 'short',
    template: { ...makeTask().template, instruction: LONG_INSTRUCTION },
    queries: [
      makeItem('a', 'x', 'y'),
      makeItem('b', '长'.repeat(50), 'y'),
      makeItem('c', 'x'.repeat(99), 'y'),
    ],
  }),
  makeTask({
    name: 'long',
    decoding: { maxTokens: 400, temperature: 0, stop: [] },
    pool: Array.from({ length: 16 }, (_, n) => makeItem(`p${n}`, 'word '.repeat(n * n), `${n}`)),
  }),
]

test.each(SAMPLINGS)(
  'no prompt and answer of any factor exceeds what is asked for: %s sampling',
  (sampling) => {
    const plan = makePlan({
      tasks,
      sampling,
      shots: [0, 1, 3],
      draws: 3,
      renderings: RENDERINGS,
      instructions: INSTRUCTIONS,
      controls: CONTROLS,
    })
    const needed = contextNeeded(plan)
    let most = 0
    for (const group of trialGroups(plan))
      for (let index = 0; index < group.size; index++) {
        const trial = group.at(index)
        most = Math.max(most, contextBound(promptOf(trial, group)) + trial.task.decoding.maxTokens)
      }
    expect(needed).toBe(most)
  },
)

test.each([
  ['a rendering', { renderings: RENDERINGS }],
  ['an instruction', { instructions: INSTRUCTIONS }],
  ['more shots', { shots: [0, 8] }],
  ['another task', { tasks }],
] as const)('%s more needs more', (_name, factor) => {
  const least = makePlan({ tasks: tasks.slice(0, 1), shots: [0], renderings: ['raw'], instructions: ['off'] })
  expect(contextNeeded({ ...least, ...factor })).toBeGreaterThan(contextNeeded(least))
})
