import { type ChildProcess, fork } from 'node:child_process'
import { extname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { EngineFailure } from './engine-failure.ts'
import type { EngineCall, EngineCalls, EngineFailureFacts, FromEngine, ToEngine } from './protocol.ts'
import { PATIENCE, type Patience, vitalSigns } from './vital-signs.ts'

/** A child process with an engine in it. While it has nothing to do, it does not keep the program from ending. */
export interface EngineProcess {
  /** False once it has ended: its calls fail, and another must take its place. */
  readonly alive: boolean
  /**
   * Asks it something. An aborted signal rejects at once with its reason; the process leaves the work off and goes on,
   * or is ended where it does not.
   *
   * @throws EngineFailure `crash` when the process dies or hangs; else what it answers
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
  readonly settle: (message: Exclude<FromEngine, { readonly steps: number }>) => void
  readonly fail: (failure: EngineFailure) => void
}

/** Starts an engine process: the source beside this file, as it stands (`.ts`) or compiled (`.js`). */
export function startEngineProcess(
  env: Readonly<Record<string, string | undefined>>,
  patience: Patience = PATIENCE,
  entry: URL = new URL(`./engine.child${extname(import.meta.url)}`, import.meta.url),
): EngineProcess {
  const child = fork(entry, {
    serialization: 'advanced',
    execArgv: [],
    // One thread for native work: sampling workers of one context would race each other.
    env: { ...env, UV_THREADPOOL_SIZE: '1' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const pending = new Map<number, Pending>()
  let alive = true
  let nextId = 0
  let hungFor: string | undefined
  const lastWords = keepLastWords(child)
  const kill = (how: string): void => {
    hungFor ??= how
    child.kill('SIGKILL')
  }
  const signs = vitalSigns(patience, () => tell({ call: 'ping' }), kill, repeated)
  const busy = (): void => {
    signs.busy()
    child.ref()
    child.channel?.ref()
  }
  const idle = (): void => {
    signs.idle()
    child.unref()
    child.channel?.unref()
  }
  child.on('message', (message: FromEngine) => {
    if ('steps' in message) return signs.heard(message.steps)
    signs.heard()
    pending.get(message.id)?.settle(message)
    pending.delete(message.id)
    if (pending.size === 0) idle()
  })

  const gone = new Promise<void>((resolve) => {
    const die = (how: string): void => {
      if (!alive) return
      alive = false
      signs.idle()
      const words = lastWords()
      const cause = hungFor === undefined ? how : `killed: ${hungFor}`
      const failure = new EngineFailure(
        'crash',
        `the engine process ended (${cause})${words ? `: ${words}` : ''}`,
      )
      for (const { fail } of pending.values()) fail(failure)
      pending.clear()
      resolve()
    }
    child.on('error', (error) => die(error.message))
    child.on('exit', (code, signal) => die(signal ?? `exit code ${code}`))
  })

  return {
    get alive() {
      // One that is being killed is of no use any more.
      return alive && hungFor === undefined
    },
    call(call, asks, signal) {
      const id = nextId++
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        if (!alive || hungFor !== undefined) throw new EngineFailure('crash', 'the engine process has ended')
        const abort = (): void => {
          tell({ id, call: 'abort' })
          reject(signal?.reason)
          const late = setTimeout(() => kill('it did not leave off its work'), patience.leaveOffMs)
          const leftOff = (): void => clearTimeout(late)
          pending.set(id, { settle: leftOff, fail: leftOff })
        }
        pending.set(id, {
          settle: (message) => {
            signal?.removeEventListener('abort', abort)
            if ('failure' in message) reject(failureFrom(message.failure))
            // The process answers a call with that call's type.
            else resolve(message.answer as EngineCalls[typeof call]['answers'])
          },
          fail: (failure) => {
            signal?.removeEventListener('abort', abort)
            reject(failure)
          },
        })
        signal?.addEventListener('abort', abort, { once: true })
        busy()
        tell({ id, call, asks } as ToEngine)
      })
    },
    async end() {
      child.ref()
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

/** Keeps the end of what a process writes to its error output; the last line of it is told. */
function keepLastWords(child: ChildProcess): () => string | undefined {
  let words = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-LAST_WORDS)
  })
  return () => words.trim().split('\n').at(-1)
}

function repeated(run: () => void, ms: number): () => void {
  const timer = setInterval(run, ms)
  return () => clearInterval(timer)
}

function failureFrom(facts: EngineFailureFacts): EngineFailure {
  const cause = facts.stack === undefined ? undefined : { cause: facts.stack }
  return new EngineFailure(facts.kind, facts.message, cause)
}
