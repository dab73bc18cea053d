import { fork } from 'node:child_process'
import { extname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { EngineFailure } from './engine-failure.ts'
import type { EngineCall, EngineCalls, FromEngine, ToEngine } from './protocol.ts'

/** A child process with an engine in it. */
export interface EngineProcess {
  /** False once it has ended: its calls fail, and another must take its place. */
  readonly alive: boolean
  /**
   * Asks it something. An aborted signal rejects at once with its reason; the process stops the work and goes on.
   *
   * @throws EngineFailure `crash` when the process dies; else what it answers
   */
  call<C extends EngineCall>(
    call: C,
    asks: EngineCalls[C]['asks'],
    signal?: AbortSignal,
  ): Promise<EngineCalls[C]['answers']>
  /** Ends it; resolves when it is gone. */
  end(): Promise<void>
}

/** Bytes of the process's last words that are kept for a crash report. */
const LAST_WORDS = 2000

/** How long a process may take to end before it is killed, in milliseconds. */
const END_WITHIN_MS = 2000

interface Pending {
  readonly settle: (message: FromEngine) => void
  readonly fail: (failure: EngineFailure) => void
}

/** Starts an engine process: the source beside this file, as it stands (`.ts`) or compiled (`.js`). */
export function startEngineProcess(env: Readonly<Record<string, string | undefined>>): EngineProcess {
  const child = fork(new URL(`./engine.child${extname(import.meta.url)}`, import.meta.url), {
    serialization: 'advanced',
    execArgv: [],
    // One thread for native work: sampling workers of one context would race each other.
    env: { ...env, UV_THREADPOOL_SIZE: '1' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const pending = new Map<number, Pending>()
  let alive = true
  let nextId = 0
  let lastWords = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS)
  })
  child.on('message', (message: FromEngine) => pending.get(message.id)?.settle(message))

  const gone = new Promise<void>((resolve) => {
    const die = (how: string): void => {
      if (!alive) return
      alive = false
      const words = lastWords.trim().split('\n').at(-1)
      const failure = new EngineFailure(
        'crash',
        `the engine process ended (${how})${words ? `: ${words}` : ''}`,
      )
      for (const { fail } of pending.values()) fail(failure)
      resolve()
    }
    child.on('error', (error) => die(error.message))
    child.on('exit', (code, signal) => die(signal ?? `exit code ${code}`))
  })

  return {
    get alive() {
      return alive
    },
    call(call, asks, signal) {
      const id = nextId++
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        if (!alive) throw new EngineFailure('crash', 'the engine process has ended')
        const abort = (): void => {
          tell({ id, call: 'abort' })
          forget()
          reject(signal?.reason)
        }
        const forget = (): void => {
          pending.delete(id)
          signal?.removeEventListener('abort', abort)
        }
        pending.set(id, {
          settle: (message) => {
            forget()
            if ('failure' in message) reject(failureFrom(message.failure))
            // The process answers a call with that call's type.
            else resolve(message.answer as EngineCalls[typeof call]['answers'])
          },
          fail: (failure) => {
            forget()
            reject(failure)
          },
        })
        signal?.addEventListener('abort', abort)
        tell({ id, call, asks } as ToEngine)
      })
    },
    async end() {
      child.kill('SIGTERM')
      const late = new AbortController()
      await Promise.race([gone, delay(END_WITHIN_MS, undefined, { signal: late.signal }).catch(() => {})])
      late.abort()
      child.kill('SIGKILL')
      await gone
    },
  }

  function tell(message: ToEngine): void {
    // A failed send means that the process is going: its exit fails what is pending.
    child.send(message, () => {})
  }
}

function failureFrom(facts: {
  kind: EngineFailure['kind']
  message: string
  stack?: string | undefined
}): EngineFailure {
  const cause = facts.stack === undefined ? undefined : { cause: facts.stack }
  return new EngineFailure(facts.kind, facts.message, cause)
}
