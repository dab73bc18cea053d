import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from './tool.ts'

/** What a command took, with all its descendants. */
export interface Usage {
  /** Undefined when it was ended at its time limit. */
  readonly exitCode: number | undefined
  readonly wallS: number
  /** User and system time of the whole process tree. */
  readonly cpuS: number
  /** Of the largest process in the tree. */
  readonly peakRssBytes: number
}

const WRAPPER = join(import.meta.dirname, 'usage.py')

/** Runs a command to its end, or to its time limit; what it prints goes to `log`. */
export async function measureCommand(command: Command, log: string, limitS: number): Promise<Usage> {
  const file = `${log}.usage.json`
  const started = performance.now()
  const child = startCommand({ ...command, argv: ['python3', WRAPPER, file, ...command.argv] }, log)
  let late = false
  const timer = setTimeout(() => {
    late = true
    killTree(child)
  }, limitS * 1000)
  await ended(child)
  clearTimeout(timer)
  if (!late) return JSON.parse(readFileSync(file, 'utf8')) as Usage
  return { exitCode: undefined, wallS: (performance.now() - started) / 1000, cpuS: 0, peakRssBytes: 0 }
}

/** Starts a command as the head of a process group. */
export function startCommand({ argv, cwd, env }: Command, log: string): ChildProcess {
  const [file = '', ...args] = argv
  const out = openSync(log, 'a')
  try {
    return spawn(file, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', out, out],
      detached: true,
    })
  } finally {
    closeSync(out)
  }
}

/** Resolves when a child has ended. @throws Error when it could not be started */
export function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => resolve())
  })
}

/** kill −9 for a child and all that it started. */
export function killTree({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
