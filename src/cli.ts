#!/usr/bin/env node
import { availableParallelism, freemem, homedir, hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from './commands/host.ts'
import { createProgram } from './commands/program.ts'
import { EXIT } from './domain/exit-code.ts'

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
    return await createProgram(await createHost())(process.argv.slice(2))
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
    width: process.stdout.columns ?? 100,
    fetch: globalThis.fetch,
    now: Date.now,
    monotonic: () => performance.now(),
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    random: Math.random,
    cores: availableParallelism(),
    freeMemoryBytes: freemem,
    homeFolder: homedir(),
    pid: process.pid,
    hostName: hostname(),
    nodeVersion: process.version,
    isAlive,
    draining: draining.signal,
    aborted: aborted.signal,
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
