import { writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { afterAll, expect, test } from 'vitest'
import { icl, temporaryProject } from './run-icl.ts'

const project = temporaryProject()
afterAll(() => project.remove())

const rowsOf = (file: string): Record<string, string>[] =>
  parse(project.read(`results/first/${file}`), { columns: true })

test('a changed task is asked again, it alone, and its old rows are in no curve', async () => {
  await icl(['init', project.folder])
  const task = project.read('tasks/colours.yaml')
  const other = task.replace('suite: starter', 'suite: other').replace('name: colours', 'name: tints')
  writeFileSync(project.path('tasks/tints.yaml'), other)
  const run = () => icl(['run', '--config', project.config])
  expect((await run()).out).toContain('ran 192 trials, found 0 trials done before')
  const before = rowsOf('trials.csv')

  writeFileSync(project.path('tasks/colours.yaml'), task.replace('English:', 'Colour:'))
  const changed = await run()
  expect(changed.out).toContain('ran 96 trials, found 96 trials done before')
  expect(changed.out).toContain('96 trials in trials.csv are not of the current plan and are left out')
  const after = rowsOf('trials.csv')
  expect(after).toHaveLength(288)
  // What stood stands as it was, superseded rows too.
  expect(after.slice(0, 192)).toEqual(before)
  expect(new Set(after.slice(192).map((row) => row.task))).toEqual(new Set(['colours']))
  expect(new Set(rowsOf('curve.csv').map((point) => point.trials))).toEqual(new Set(['8']))

  writeFileSync(project.path('tasks/colours.yaml'), task)
  expect((await run()).out).toContain('ran 0 trials, found 192 trials done before')
})
