import { availableParallelism, freemem, homedir, hostname, tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from './commands/host.ts'
import { processStart } from './commands/process-start.ts'
import { usableMemory } from './commands/usable-memory.ts'

/** What Node tells a host: all of it but the person in front of it, and what only a process of our own may change. */
export type NodeMachine = Omit<
  Host,
  | 'out'
  | 'write'
  | 'note'
  | 'redraw'
  | 'redrawDone'
  | 'redrawClear'
  | 'width'
  | 'settleHeap'
  | 'draining'
  | 'aborted'
>

/** This machine and process, as both the command and the library see them. Nothing of it is changed. */
export function nodeMachine(): NodeMachine {
  return {
    env: process.env,
    fetch: globalThis.fetch,
    now: Date.now,
    monotonic: () => performance.now(),
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    random: Math.random,
    cores: availableParallelism(),
    freeMemoryBytes: () => usableMemory(freemem(), process.constrainedMemory(), process.memoryUsage.rss()),
    homeFolder: homedir(),
    temporaryFolder: tmpdir(),
    nodePath: process.execPath,
    pid: process.pid,
    hostName: hostname(),
    nodeVersion: process.version,
    isAlive,
  }
}

/** Room for the second or so to which a process's start is known. */
const START_SLACK_MS = 5000

function isAlive(pid: number, since: string): boolean {
  try {
    process.kill(pid, 0)
    const start = processStart(pid, Date.now())
    // One that started later has only been given the same number.
    return start === undefined || start < Date.parse(since) + START_SLACK_MS
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
