import { fork } from 'node:child_process'
import { once } from 'node:events'
import { expect, test, vi } from 'vitest'
import { describeWith } from '../../real-parts.ts'
import { childrenOf } from './real-engine.ts'

describeWith(['smollm2-135m-instruct'], 'a parent that disappears', () => {
  test('takes its engine processes with it', async () => {
    const parent = fork(new URL('./orphan-parent.ts', import.meta.url), { execArgv: [] })
    await once(parent, 'message')
    const engines = childrenOf(parent.pid ?? 0)
    expect(engines).toHaveLength(1)
    parent.kill('SIGKILL')
    await vi.waitFor(() => expect(engines.filter(isRunning)).toEqual([]), { timeout: 5000, interval: 50 })
  }, 60_000)
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
