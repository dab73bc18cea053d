import { expect, test } from 'vitest'
import { startEngineProcess } from '../../../src/providers/llama/engine-process.ts'
import { PATIENCE, patienceWith, vitalSigns } from '../../../src/providers/llama/vital-signs.ts'

const PATIENT = { pingMs: 100, unanswered: 3, stepMs: 1000, leaveOffMs: 100 }

function watch() {
  const told: string[] = []
  let tick: (() => void) | undefined
  const startTimer = (run: () => void): (() => void) => {
    tick = run
    return () => {
      tick = undefined
    }
  }
  const signs = vitalSigns(
    PATIENT,
    () => told.push('ping'),
    (how) => told.push(how),
    startTimer,
  )
  return {
    signs,
    told,
    tick: (times = 1) => Array.from({ length: times }, () => tick?.()),
    running: () => tick !== undefined,
  }
}

test('a process that says nothing is hung', () => {
  const { signs, told, tick } = watch()
  signs.busy()
  tick(4)
  expect(told).toEqual(['ping', 'ping', 'ping', 'no sign of life for 0.3 s'])
})

test('one that talks and makes steps is not, however long it takes', () => {
  const { signs, told, tick } = watch()
  signs.busy()
  for (let steps = 0; steps < 50; steps++) {
    tick(2)
    signs.heard(steps)
  }
  expect(new Set(told)).toEqual(new Set(['ping']))
})

test('one that talks and makes no step is hung after the time for a step', () => {
  const { signs, told, tick } = watch()
  signs.busy()
  for (let n = 0; n < 10; n++) {
    tick()
    signs.heard(7)
  }
  expect(told.at(-1)).toBe('ping')
  tick()
  signs.heard(7)
  tick()
  expect(told.at(-1)).toBe('no step of its work in 1 s')
})

test('an answer counts as a step, and without work nobody is watched', () => {
  const { signs, told, tick, running } = watch()
  signs.busy()
  tick(2)
  signs.heard()
  tick(3)
  expect(told).toEqual(new Array(5).fill('ping'))
  signs.idle()
  expect(running()).toBe(false)
  signs.busy()
  signs.busy()
  tick(3)
  expect(told).toHaveLength(8)
})

test.each([
  [1e8, 60_000],
  [1e9, 500_000],
])('a model of %d bytes may take %d ms for a step', (bytes, stepMs) => {
  expect(patienceWith(bytes)).toEqual({ ...PATIENCE, stepMs })
})

/** A process that does not leave off, or talks and does nothing: what a stuck native thread looks like from outside. */
const stuck = new URL('./stuck.child.ts', import.meta.url)
const quick = { pingMs: 100, unanswered: 100, stepMs: 500, leaveOffMs: 300 }

test('a process stuck in its work is ended, and what waits for it fails with the cause', async () => {
  const engine = startEngineProcess(process.env, quick, stuck)
  await expect(engine.call('count', { rendering: 'raw', text: '', cuts: [] })).rejects.toMatchObject({
    kind: 'crash',
    message: expect.stringMatching(
      /^the engine process ended \(killed: no step of its work in 0\.[56]\d* s\)/,
    ),
  })
  expect(engine.alive).toBe(false)
})

test('a process that does not leave off what is not wanted is ended', async () => {
  const engine = startEngineProcess(process.env, { ...quick, stepMs: 60_000 }, stuck)
  const stop = new AbortController()
  const call = engine.call('count', { rendering: 'raw', text: '', cuts: [] }, stop.signal)
  setTimeout(() => stop.abort(), 50)
  await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  const next = engine.call('count', { rendering: 'raw', text: '', cuts: [] })
  await expect(next).rejects.toMatchObject({ message: expect.stringContaining('did not leave off its work') })
  expect(engine.alive).toBe(false)
})
