import { spawn } from 'node:child_process'

/** What became of a command. */
export type CommandOutcome =
  | { readonly kind: 'absent' } // no such program, or it may not be run
  | { readonly kind: 'exited'; readonly code: number; readonly stdout: string; readonly stderr: string }

/** Runs a program without a shell, to its end. Rejects with the signal's reason once the program is dead. */
export type RunCommand = (
  command: string,
  args: readonly string[],
  options: {
    readonly env: Readonly<Record<string, string | undefined>>
    readonly signal?: AbortSignal | undefined
  },
) => Promise<CommandOutcome>

const KEPT_CHARACTERS = 100_000

/** RunCommand by a child process. Keeps the last 100,000 characters of each output. */
export const runCommand: RunCommand = (command, args, { env, signal }) => {
  const { promise, resolve, reject } = Promise.withResolvers<CommandOutcome>()
  if (signal?.aborted) {
    reject(signal.reason)
    return promise
  }
  const child = spawn(command, args, { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] = (output[name] + text).slice(-KEPT_CHARACTERS)
    })
  const kill = (): void => void child.kill()
  signal?.addEventListener('abort', kill, { once: true })
  child.once('error', () => {
    signal?.removeEventListener('abort', kill)
    resolve({ kind: 'absent' })
  })
  child.once('exit', () => {
    if (signal?.aborted) reject(signal.reason)
  })
  child.once('close', (code) => {
    signal?.removeEventListener('abort', kill)
    resolve({ kind: 'exited', code: code ?? -1, ...output })
  })
  return promise
}
