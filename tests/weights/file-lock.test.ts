import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { withLock } from '../../src/weights/file-lock.ts'
import { bench } from './weights-bench.ts'

const timing = { beatMs: 20, staleMs: 300 }

async function lockIn(): Promise<string> {
  return join((await bench()).folder, 'x.lock')
}

test('of many callers one is in at a time, and all get in', async () => {
  const path = await lockIn()
  let inside = 0
  let most = 0
  const enter = async (): Promise<void> => {
    most = Math.max(most, ++inside)
    await pause(5)
    inside--
  }
  await Promise.all(Array.from({ length: 8 }, () => withLock(path, { timing }, enter)))
  expect(most).toBe(1)
  await expect(readFile(path)).rejects.toThrow('ENOENT')
})

test('a holder that lives is waited for longer than a stale lock would be', async () => {
  const path = await lockIn()
  const order: string[] = []
  const first = withLock(path, { timing }, async () => {
    await pause(3 * timing.staleMs)
    order.push('first')
  })
  await pause(20)
  let waits = 0
  await withLock(path, { timing, onWait: () => waits++ }, async () => void order.push('second'))
  await first
  expect({ order, waits }).toEqual({ order: ['first', 'second'], waits: 1 })
})

test('the lock of a dead holder is taken over, by one of many', async () => {
  const path = await lockIn()
  await writeFile(path, 'dead')
  await mkdir(`${path}.taking`)
  const longAgo = new Date(Date.now() - 60_000)
  await utimes(`${path}.taking`, longAgo, longAgo)
  let inside = 0
  let most = 0
  const enter = async (): Promise<void> => {
    most = Math.max(most, ++inside)
    await pause(40)
    inside--
  }
  await Promise.all(Array.from({ length: 4 }, () => withLock(path, { timing }, enter)))
  expect(most).toBe(1)
})

test('a holder whose lock was taken is told, and leaves the new one alone', async () => {
  const path = await lockIn()
  const halted = withLock(path, { timing }, async (signal) => {
    await writeFile(path, 'another')
    await pause(2000, undefined, { signal }).catch(() => undefined)
    signal.throwIfAborted()
  })
  await expect(halted).rejects.toThrow('another process took over this download')
  expect(await readFile(path, 'utf8')).toBe('another')
})

test('waiting ends with the signal', async () => {
  const path = await lockIn()
  await writeFile(path, 'held')
  const signal = AbortSignal.timeout(50)
  await expect(withLock(path, { signal }, async () => 1)).rejects.toThrow('abort')
})

test('the lock is free again after a failure', async () => {
  const path = await lockIn()
  const failing = withLock(path, { timing }, () => Promise.reject(new Error('broken')))
  await expect(failing).rejects.toThrow('broken')
  expect(await withLock(path, { timing }, async () => 'in')).toBe('in')
})
