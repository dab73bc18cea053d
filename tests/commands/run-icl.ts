import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, freemem, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../../src/commands/host.ts'
import { createProgram } from '../../src/commands/program.ts'

export const PROJECT = resolve(import.meta.dirname, '../..')

export interface IclOutcome {
  readonly exitCode: number
  /** Standard output. */
  readonly out: string
  /** Standard error. */
  readonly notes: string
}

/** Runs `icl` in this process, as the command line would. */
export async function icl(args: readonly string[], overrides: Partial<Host> = {}): Promise<IclOutcome> {
  let out = ''
  let notes = ''
  const never = new AbortController().signal
  const host: Host = {
    env: process.env,
    out: (line) => {
      out += `${line}\n`
    },
    write: (text) => {
      out += text
    },
    note: (line) => {
      notes += `${line}\n`
    },
    redraw: undefined,
    redrawDone: () => {},
    width: 100,
    fetch: globalThis.fetch,
    now: Date.now,
    monotonic: () => performance.now(),
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    random: Math.random,
    cores: Math.min(2, availableParallelism()),
    freeMemoryBytes: freemem,
    settleHeap: () => {},
    homeFolder: process.env.HOME ?? tmpdir(),
    temporaryFolder: tmpdir(),
    nodePath: process.execPath,
    pid: process.pid,
    hostName: 'test',
    nodeVersion: process.version,
    isAlive: () => true,
    draining: never,
    aborted: never,
    ...overrides,
  }
  const exitCode = await createProgram(host)(args)
  return { exitCode, out, notes }
}

/** A folder of its own with files in it, removed by `remove`. */
export function temporaryProject(files: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'icl-project-'))
  const path = (name: string): string => join(folder, name)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(path(name)), { recursive: true })
    writeFileSync(path(name), text)
  }
  return {
    folder,
    path,
    config: path('harness.config.yaml'),
    read: (name: string): string => readFileSync(path(name), 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
