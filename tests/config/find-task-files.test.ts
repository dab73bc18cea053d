import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkRuns } from '../../src/config/check-runs.ts'
import { findTaskFiles } from '../../src/config/find-task-files.ts'
import { readConfig } from '../../src/config/load-config.ts'
import { loadSuites } from '../../src/config/load-suite.ts'
import { inFolder } from './in-folder.ts'
import { suiteOptions } from './suite-options.ts'

const config = (more: string) => `version: 1
providers: {p: {type: llama}}
models: [{name: a, provider: p, family: F}]
${more}
`
const suite = (name: string) => `suite: ${name}
tasks:
  - name: ${name}-task
    items: [{input: a, target: A}, {input: b, target: B}]
    pool: 1
    template: {input: "{{ input }}"}
    metrics: [exact_match]
`

const read = <T>(more: string, work: (config: Awaited<ReturnType<typeof readConfig>>) => Promise<T>) =>
  inFolder(
    { 'h.yaml': config(more), 'tasks/b.yaml': suite('b'), 'tasks/a.yaml': suite('a') },
    async (folder) => {
      try {
        return await work(await readConfig(join(folder, 'h.yaml'), {}))
      } catch (error) {
        throw new Error((error as Error).message.replaceAll(folder, '.'))
      }
    },
  )

test.each([
  ['', ['a.yaml', 'b.yaml']],
  ['tasks: [tasks/b.yaml, "tasks/*.yaml"]', ['b.yaml', 'a.yaml']],
])('files by glob: %s', async (more, names) => {
  const files = await read(more, findTaskFiles)
  expect(files.map((file) => file.slice(file.lastIndexOf('/') + 1))).toEqual(names)
})

test('a glob that matches nothing', async () => {
  await expect(read('tasks: [tasks/a.yaml, task/*.yaml]', findTaskFiles)).rejects.toThrow(
    './h.yaml:4:23: tasks: no file matches "task/*.yaml" in .',
  )
})

test('every run is checked against the suites', async () => {
  const runs =
    'defaults: {shots: [0, 1], tasks: [a, c-task]}\nruns:\n  one: {}\n  two: {tasks: [b], shots: [2]}\n  three: {tasks: [a-tsk]}'
  const check = read(runs, async (config) =>
    checkRuns(config, await loadSuites(await findTaskFiles(config), suiteOptions)),
  )
  await expect(check).rejects.toThrow(
    [
      './h.yaml:4:38: unknown task "c-task"; did you mean "a-task"?; allowed: a, b, a-task, b-task',
      './h.yaml:8:19: unknown task "a-tsk"; did you mean "a-task"?; allowed: a, b, a-task, b-task',
      './tasks/b.yaml:3:11: the task "b-task" has 1 items in its pool, and 2 shots are asked for; raise pool to at least 2, or ask for fewer shots',
    ].join('\n'),
  )
})

test.each([
  ['absent.yaml', 'there is no file "./absent.yaml"; icl init writes one'],
  ['tasks', 'found a folder, expected a file: "./tasks"'],
])('a config that cannot be read: %s', async (name, says) => {
  const said = await inFolder({ 'tasks/a.yaml': '' }, (folder) =>
    readConfig(join(folder, name), {}).catch((error: Error) => error.message.replaceAll(folder, '.')),
  )
  expect(said).toBe(says)
})
