import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { PROJECT } from './run-icl.ts'

/** How a process of `icl` ended. */
export interface Ended {
  readonly exitCode: number | null
  /** The signal that killed it. */
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly notes: string
}

/** `icl` as a process of its own. */
export interface IclProcess {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves when standard error has said this. */
  noted(text: string): Promise<void>
}

/** Starts `node src/cli.ts`, as a person would. */
export function startIcl(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = PROJECT): IclProcess {
  const child = spawn(process.execPath, [join(PROJECT, 'src/cli.ts'), ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let notes = ''
  const heard = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    notes += text
    for (const look of heard) look()
  })
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, out, notes }))
  })
  const noted = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!notes.includes(text)) return
        heard.delete(look)
        resolve()
      }
      heard.add(look)
      look()
    })
  return { child, ended, noted }
}
