import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { additionProject } from '../faults/addition-project.ts'
import { type FaultServer, type FaultServerOptions, startFaultServer } from '../faults/fault-server.ts'
import { type IclProcess, startIcl } from './icl-process.ts'

let server: FaultServer
let project: ReturnType<typeof additionProject>
const running: IclProcess[] = []
afterEach(async () => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL')
  await server.stop()
  project.remove()
})

const CONCURRENCY = 8

/** A run of that many trials, each with a prompt of its own. */
async function setUp(items: number, options: FaultServerOptions): Promise<void> {
  server = await startFaultServer(options)
  const provider = `{type: openai, base_url: '${server.baseUrl}', api: completions, concurrency: ${CONCURRENCY}}`
  project = additionProject({ items, providers: { stub: provider } })
}

function start(): IclProcess {
  const started = startIcl(project.run)
  running.push(started)
  return started
}

/** Prompts of trials that were asked, by how often. */
const asked = (): Map<string, number> =>
  new Map([...server.asked].filter(([prompt]) => prompt.includes('plus')))
const total = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0)

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(2)
}

/** Trials whose row stands whole on file: no response of this server has a line end in it. */
function rowsOnFile(): Set<string> {
  const path = project.path('results/first/trials.csv')
  if (!existsSync(path)) return new Set()
  const lines = readFileSync(path, 'utf8').split('\n').slice(1, -1)
  return new Set(lines.map((line) => line.slice(0, line.indexOf(','))))
}

/** Whether a row is cut in its middle, as at a power loss. */
const endsInMiddle = (): boolean => {
  const path = project.path('results/first/trials.csv')
  return existsSync(path) && !readFileSync(path, 'utf8').endsWith('\n')
}

test('killed twenty times at any moment: nothing is lost, and only what was in flight is asked again', async () => {
  const trials = 600
  await setUp(trials, { latencyMs: 25 })
  let before = asked()
  let kept = new Set<string>()
  for (let kill = 0; kill < 20; kill++) {
    const { child, ended } = start()
    // Half of them anywhere from the start on, half of them among the answers.
    if (kill % 2 === 0) await sleep(Math.random() * 700)
    else {
      await until(() => total(asked()) > total(before) || child.exitCode !== null)
      await sleep(Math.random() * 150)
    }
    child.kill('SIGKILL')
    expect(await ended).toMatchObject({ signal: 'SIGKILL', notes: expect.not.stringContaining('Error') })
    // What it sent last may still be on its way.
    await sleep(50)
    const now = asked()
    const onFile = rowsOnFile()
    for (const key of kept) expect(onFile.has(key)).toBe(true)
    // Every request of this life has its row, but for those in flight.
    const lost = total(now) - total(before) - (onFile.size - kept.size)
    expect(lost).toBeGreaterThanOrEqual(0)
    expect(lost).toBeLessThanOrEqual(CONCURRENCY)
    before = now
    kept = onFile
  }
  expect(kept.size).toBeGreaterThan(20)
  expect(kept.size).toBeLessThan(trials)

  const last = await start().ended
  expect([last.exitCode, last.out]).toEqual([
    0,
    expect.stringContaining(`ran ${trials - kept.size} trials, found ${kept.size} trials done before`),
  ])
  expect(total(asked()) - total(before)).toBe(trials - kept.size)
  const rows = project.rows()
  expect(new Set(rows.map((row) => row.trial_key)).size).toBe(trials)
  expect(rows).toHaveLength(trials)
  expect(rows.every((row) => row.outcome === 'ok' && row.score_exact_match === '1')).toBe(true)
  // A prompt is asked once a life at most, and again only after a kill.
  expect(asked().size).toBe(trials)
  expect(Math.max(...asked().values())).toBeLessThanOrEqual(21)
  expect(endsInMiddle()).toBe(false)
}, 120_000)

test('a second run on the folder is refused, naming the first, which goes on unharmed', async () => {
  await setUp(60, { latencyMs: 40 })
  const first = start()
  await until(() => total(asked()) > 0)
  // Held, so that the second finds it at work however long it takes to start.
  first.child.kill('SIGSTOP')
  const second = await start().ended
  first.child.kill('SIGCONT')
  expect([second.exitCode, second.notes]).toEqual([
    2,
    expect.stringContaining(`another icl is writing this run: process ${first.child.pid} on `),
  ])
  const ended = await first.ended
  expect([ended.exitCode, project.rows().length, total(asked())]).toEqual([0, 60, 60])
}, 30_000)

test.each(['SIGINT', 'SIGTERM'] as const)(
  'the first %s drains, exit code 130: every trial asked has its row, and the next run asks the others',
  async (signal) => {
    await setUp(200, { latencyMs: 50 })
    const { child, ended } = start()
    await until(() => total(asked()) >= 20)
    child.kill(signal)
    const first = await ended
    expect([first.exitCode, first.notes, first.out]).toEqual([
      130,
      expect.stringContaining('interrupted: trials in flight are finished, again to stop at once'),
      expect.stringContaining('interrupted: the same command goes on from here'),
    ])
    const kept = rowsOnFile()
    expect(total(asked())).toBe(kept.size)
    expect(kept.size).toBeLessThan(200)
    // The curves of what is there are drawn, and the folder is free.
    expect(existsSync(project.path('results/first/curve.csv'))).toBe(true)
    expect(existsSync(project.path('results/first/run.lock'))).toBe(false)
    const second = await start().ended
    expect([second.exitCode, second.out]).toEqual([
      0,
      expect.stringContaining(`ran ${200 - kept.size} trials, found ${kept.size} trials done before`),
    ])
    expect(total(asked())).toBe(200)
    expect(project.rows()).toHaveLength(200)
  },
  30_000,
)

test('the second Ctrl-C stops at once, though the server never answers, and keeps what is finished', async () => {
  await setUp(100, { latencyMs: 30, dies: { after: 22, as: 'never' } })
  const { child, ended, noted } = start()
  await until(
    () => server.counts.inFlight === CONCURRENCY && (server.counts.faults.never ?? 0) === CONCURRENCY,
  )
  child.kill('SIGINT')
  await noted('again to stop at once')
  const stopped = performance.now()
  child.kill('SIGINT')
  expect((await ended).exitCode).toBe(130)
  // Its limit on an answer is a minute.
  expect(performance.now() - stopped).toBeLessThan(10_000)
  expect(total(asked()) - rowsOnFile().size).toBe(CONCURRENCY)
  expect(existsSync(project.path('results/first/run.lock'))).toBe(false)
}, 30_000)
