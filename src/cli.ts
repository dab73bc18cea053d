#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { availableParallelism, freemem, homedir, hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { cacheFolder } from './commands/cache-folder.ts'
import type { Host } from './commands/host.ts'
import { processStart } from './commands/process-start.ts'
import { usableMemory } from './commands/usable-memory.ts'
import { EXIT } from './domain/exit-code.ts'

/**
 * V8 would let the garbage of a long run grow to several times what is alive. It asks for both flags each time it thinks
 * of growing: the young generation stays as it is, the old one is collected when it has grown by a third.
 */
function settleHeap(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=30')
}

/** Room for the second or so to which a process's start is known. */
const START_SLACK_MS = 5000

const draining = new AbortController()
const aborted = new AbortController()

process.on('SIGINT', interrupt)
process.on('SIGTERM', interrupt)
// A reader that closes early (`icl show … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok)
  throw error
})

process.exitCode = await main()

async function main(): Promise<number> {
  try {
    const host = await createHost()
    // Half of a short run's time goes into compiling: kept from one start to the next, for what is loaded from here on.
    enableCompileCache(join(cacheFolder(host), 'compiled'))
    const { createProgram } = await import('./commands/program.ts')
    return await createProgram(host)(process.argv.slice(2))
  } catch (error) {
    if (aborted.signal.aborted) return EXIT.interrupted
    throw error
  }
}

function interrupt(): void {
  if (draining.signal.aborted) {
    aborted.abort(new Error('interrupted'))
    return
  }
  draining.abort()
  console.error('\ninterrupted: trials in flight are finished, again to stop at once')
}

async function createHost(): Promise<Host> {
  const terminal = process.stderr.isTTY === true
  // Loaded only for a terminal: help must be quick.
  const live = terminal ? (await import('log-update')).createLogUpdate(process.stderr) : undefined
  return {
    env: process.env,
    out: (line) => console.log(line),
    write: (text) => process.stdout.write(text),
    note: (line) => console.error(line),
    redraw: live && ((lines) => live(lines)),
    redrawDone: () => live?.done(),
    redrawClear: () => live?.clear(),
    width: process.stdout.columns ?? 100,
    fetch: globalThis.fetch,
    now: Date.now,
    monotonic: () => performance.now(),
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    random: Math.random,
    cores: availableParallelism(),
    freeMemoryBytes: () => usableMemory(freemem(), process.constrainedMemory(), process.memoryUsage.rss()),
    settleHeap,
    homeFolder: homedir(),
    temporaryFolder: tmpdir(),
    nodePath: process.execPath,
    pid: process.pid,
    hostName: hostname(),
    nodeVersion: process.version,
    isAlive,
    draining: draining.signal,
    aborted: aborted.signal,
  }
}

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
