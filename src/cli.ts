#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { cacheFolder } from './commands/cache-folder.ts'
import type { Host } from './commands/host.ts'
import { EXIT } from './domain/exit-code.ts'
import { nodeMachine } from './node-machine.ts'

/**
 * V8 would let the garbage of a long run grow to several times what is alive. It asks for both flags each time it thinks
 * of growing: the young generation stays as it is, the old one is collected when it has grown by a third.
 */
function settleHeap(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=30')
}

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
    ...nodeMachine(),
    out: (line) => console.log(line),
    write: (text) => process.stdout.write(text),
    note: (line) => console.error(line),
    redraw: live && ((lines) => live(lines)),
    redrawDone: () => live?.done(),
    redrawClear: () => live?.clear(),
    width: process.stdout.columns ?? 100,
    settleHeap,
    draining: draining.signal,
    aborted: aborted.signal,
  }
}
