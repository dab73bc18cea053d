import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Counts } from '../../tests/faults/fault-server.ts'
import { PROJECT } from './folders.ts'

/** What the server knows: the truth that the tools' reports are held against. */
export type ServerCounts = Counts & { readonly prompts: number }

export interface Server {
  /** Ends in `/v1`. */
  readonly baseUrl: string
  counts(): Promise<ServerCounts>
  stop(): Promise<void>
}

export interface ServerSettings {
  readonly latencyMs: number
  /** Name of a mix of faults. */
  readonly mix: 'none' | 'peers'
  /** Which requests go wrong. Default 1. */
  readonly seed?: number
}

/** Starts the server of tests/faults in a process of its own, so that its CPU is not counted. */
export async function startServer({ latencyMs, mix, seed = 1 }: ServerSettings): Promise<Server> {
  const script = join(PROJECT, 'tests/faults/serve.ts')
  const args = [
    script,
    '--mix',
    mix,
    '--seed',
    String(seed),
    '--latency-ms',
    String(latencyMs),
    '--spares-probes',
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const baseUrl = String(line).trim()
  return {
    baseUrl,
    counts: async () => (await (await fetch(new URL('/counts', baseUrl))).json()) as ServerCounts,
    stop: async () => {
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
  }
}
