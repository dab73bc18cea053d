import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endGroup, guardGroup, hasEnded } from './process-group.ts'

/** A server that answers, on a port of the loopback address. */
export type RunningServer = {
  /** `http://127.0.0.1:PORT`, without a path. */
  readonly baseUrl: string
  readonly port: number
  /** What the server has printed so far, or up to its stop. */
  log(): string
  /** Ends the server and everything it started, and removes its folder; can be called again. */
  stop(): Promise<void>
}

/** How a server program is started, and how it is seen that it answers. */
export type ServerCommand = {
  readonly program: string
  readonly args: (port: number, folder: string) => readonly string[]
  /** The whole environment but PATH and HOME; HOME is the temporary folder. */
  readonly env?: (port: number, folder: string) => Readonly<Record<string, string>>
  /** Answers 200 once the server is ready. */
  readonly healthPath: string
  readonly startTimeoutMs: number
}

const POLL_MS = 50
const START_TRIES = 3

/**
 * Starts the program in a temporary folder and waits until its health path answers 200. Throws with the end of
 * its log where it ends before that or does not answer in time. Should this process die in any way, the
 * server is killed.
 */
export async function startServer(command: ServerCommand): Promise<RunningServer & { folder: string }> {
  for (let attempt = 1; ; attempt++) {
    const server = await launch(command)
    try {
      await untilHealthy(server, command)
      return server
    } catch (error) {
      await server.stop()
      // Between finding a free port and using it another process may have taken it.
      if (attempt === START_TRIES || !/address already in use|couldn't bind/i.test(server.log())) throw error
    }
  }
}

type Launched = RunningServer & { readonly folder: string; readonly child: ChildProcess }

async function launch(command: ServerCommand): Promise<Launched> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'icl-server-'))
  const logFile = join(folder, 'server.log')
  const logDescriptor = openSync(logFile, 'a')
  const child = spawn(command.program, command.args(port, folder), {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ...command.env?.(port, folder) },
    stdio: ['ignore', logDescriptor, logDescriptor],
    // A process group of its own, so that its own children can be ended with it.
    detached: true,
  })
  closeSync(logDescriptor)
  try {
    await once(child, 'spawn')
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
  child.unref()
  const releaseGuard = guardGroup(child, folder)
  let finalLog: string | undefined
  const log = () => finalLog ?? readFileSync(logFile, 'utf8')
  let stopping: Promise<void> | undefined
  const stop = async () => {
    await endGroup(child)
    releaseGuard()
    finalLog = log()
    await rm(folder, { recursive: true, force: true })
  }
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    port,
    folder,
    child,
    log,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

async function untilHealthy(server: Launched, command: ServerCommand): Promise<void> {
  const deadline = performance.now() + command.startTimeoutMs
  while (!(await answers(server.baseUrl + command.healthPath))) {
    if (hasEnded(server.child)) throw startFailure(command, server, 'ended before it answered')
    if (performance.now() > deadline)
      throw startFailure(command, server, `did not answer within ${command.startTimeoutMs / 1000} s`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  if (hasEnded(server.child)) throw startFailure(command, server, 'ended, and another server has its port')
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) })
    await response.arrayBuffer()
    return response.status === 200
  } catch {
    return false
  }
}

function startFailure(command: ServerCommand, server: RunningServer, what: string): Error {
  const tail = server.log().trimEnd().split('\n').slice(-20).join('\n  ')
  return new Error(`${command.program} ${what}; its log ends:\n  ${tail}`)
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no TCP port to be had')
  return address.port
}
