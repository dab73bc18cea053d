import { expect, test } from 'vitest'
import { repeatsNotice } from '../../src/run/repeats-notice.ts'
import { trialGroups } from '../../src/run/trial-group.ts'
import { makePlan, makeTask } from '../fixtures/tasks.ts'

const cold = makeTask({ name: 'cold' })
const warm = makeTask({ name: 'warm', decoding: { maxTokens: 8, temperature: 1, stop: [] } })

test.each([
  ['one repeat', 1, [cold, warm], undefined],
  ['all sampled', 3, [warm], undefined],
  ['all at temperature 0', 3, [cold], /^repeats at temperature 0: the answers will be the same/],
  ['some at temperature 0', 2, [cold, warm], /^repeats at temperature 0: the answers of cold will/],
])('%s', (_name, repeats, tasks, notice) => {
  const line = repeatsNotice(makePlan({ repeats, tasks }))
  if (notice === undefined) expect(line).toBeUndefined()
  else expect(line).toMatch(notice)
})

test('repeats are trials of their own, and more of them leave the first as they are', () => {
  const keys = (repeats: number) => {
    const plan = makePlan({ tasks: [warm], shots: [0, 2], repeats })
    return new Set(
      [...trialGroups(plan)].flatMap((group) =>
        Array.from({ length: group.size }, (_, n) => group.at(n).key),
      ),
    )
  }
  const [one, three] = [keys(1), keys(3)]
  expect([one.size, three.size]).toEqual([40, 120])
  expect([...one].every((key) => three.has(key))).toBe(true)
})
