import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { curveText } from '../../src/results/curve-file.ts'
import { makeRunFolder, readRun, runPaths, writeRun } from '../../src/results/run-folder.ts'
import { lockRun } from '../../src/results/run-lock.ts'
import type { RunManifest } from '../../src/results/run-manifest.ts'
import { makePlanned, makeTask } from '../fixtures/tasks.ts'

let folder = ''
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'icl-run-'))
  await makeRunFolder(folder)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const manifest: Omit<RunManifest, 'tasks'> = {
  schema_version: 1,
  name: 'r',
  icl_version: '0.0.0',
  node_version: 'v26',
  simulated_providers: [],
  seed: 7,
  shots: [0, 2],
  draws: 1,
  repeats: 1,
  renderings: ['raw'],
  instructions: ['off'],
  controls: ['gold'],
  sampling: 'shared',
  providers: { p: { type: 'openai', api_key: '${KEY}' } },
  models: [makePlanned()],
}

test('a run is read back as it was written, its tasks by content', async () => {
  const tasks = [makeTask(), makeTask({ name: 'other', querySize: 1 })]
  await writeRun(folder, manifest, tasks)
  const read = await readRun(folder)
  expect(read.tasks).toEqual(tasks)
  expect(read.manifest).toMatchObject(JSON.parse(JSON.stringify(manifest)))
})

test('a changed task gets a file of its own and leaves the old one', async () => {
  await writeRun(folder, manifest, [makeTask()])
  await writeRun(folder, manifest, [makeTask({ version: '2' })])
  expect(readdirSync(join(folder, 'tasks'))).toHaveLength(2)
  expect((await readRun(folder)).tasks[0]?.version).toBe('2')
})

test.each([
  [
    'another schema version',
    'schema_version: 99\n',
    /schema version 99 of a run folder; allowed: schema_version: 1/,
  ],
  ['no version', 'name: x\n', /this is not a run\.yaml/],
  ['no YAML', 'a: [', /is not YAML/],
])('refuses %s and writes nothing', async (_, text, message) => {
  writeFileSync(join(folder, 'run.yaml'), text)
  await expect(readRun(folder)).rejects.toThrow(message)
  await expect(writeRun(folder, manifest, [makeTask()])).rejects.toThrow(message)
  expect(readFileSync(join(folder, 'run.yaml'), 'utf8')).toBe(text)
})

test('a folder without run.yaml is named', async () => {
  await expect(readRun(folder)).rejects.toThrow('is not a run folder')
})

test('a task file that was edited is noticed', async () => {
  await writeRun(folder, manifest, [makeTask()])
  const [name = ''] = readdirSync(join(folder, 'tasks'))
  const path = join(folder, 'tasks', name)
  writeFileSync(path, readFileSync(path, 'utf8').replace('q out 3', 'q out 4'))
  await expect(readRun(folder)).rejects.toThrow(/was changed after the run wrote it/)
})

test('results cannot go where a file stands', async () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  await expect(makeRunFolder(join(file, 'run'))).rejects.toThrow(
    /the results folder cannot be written \(ENOTDIR\)/,
  )
})

test('one writer at a time; a lock of a dead process is taken over', async () => {
  const { lock } = runPaths(folder)
  const owner = { pid: 41, host: 'h', since: '2026-01-01T00:00:00Z' }
  const release = await lockRun(lock, { owner, isAlive: () => true })
  const second = { owner: { ...owner, pid: 42 }, isAlive: (pid: number) => pid === 41 }
  await expect(lockRun(lock, second)).rejects.toThrow(
    'another icl is writing this run: process 41 on h since 2026-01-01T00:00:00Z',
  )
  await (await lockRun(lock, { ...second, isAlive: () => false }))()
  writeFileSync(lock, '{"pid": 4')
  await (await lockRun(lock, second))()
  await release()
})

test('a lock with our own process number is of a process before us: containers give the same one each start', async () => {
  const { lock } = runPaths(folder)
  const owner = { pid: 7, host: 'h', since: '2026-01-01T00:00:00Z' }
  writeFileSync(lock, JSON.stringify(owner))
  await (await lockRun(lock, { owner: { ...owner, since: '2026-01-02T00:00:00Z' }, isAlive: () => true }))()
  expect(existsSync(lock)).toBe(false)
})

test('two writers in one process: the second is refused, by whatever path, and the first gives the lock back', async () => {
  const { lock } = runPaths(folder)
  const deps = { owner: { pid: 7, host: 'h', since: '2026-01-01T00:00:00Z' }, isAlive: () => true }
  symlinkSync(folder, `${folder}-link`)
  try {
    const [first, ...others] = await Promise.allSettled([
      lockRun(lock, deps),
      lockRun(lock, deps),
      lockRun(runPaths(`${folder}-link`).lock, deps),
    ])
    expect(others.map((other) => other.status === 'rejected' && other.reason.message)).toEqual(
      others.map(() => expect.stringContaining('this process is writing this run already')),
    )
    if (first?.status === 'fulfilled') await first.value()
    await (await lockRun(lock, deps))()
  } finally {
    rmSync(`${folder}-link`)
  }
})

test('of many that find a stale lock at once, one takes it', async () => {
  const { lock } = runPaths(folder)
  for (let round = 0; round < 20; round++) {
    writeFileSync(lock, '{"pid": 1, "host": "h", "since": "2026-01-01T00:00:00Z"}')
    const taken = await Promise.allSettled(
      Array.from({ length: 12 }, (_, n) =>
        lockRun(lock, {
          owner: { pid: 100 + n, host: 'h', since: '2026-01-02T00:00:00Z' },
          isAlive: (pid) => pid !== 1,
        }),
      ),
    )
    const held = taken.filter((attempt) => attempt.status === 'fulfilled')
    expect(held).toHaveLength(1)
    await held[0]?.value()
  }
  expect(readdirSync(folder).filter((name) => name.startsWith('run.lock'))).toEqual([])
})

test('curve.csv has every column, unknown cells empty', () => {
  const text = curveText([])
  expect(text.split(',')).toHaveLength(47)
})
