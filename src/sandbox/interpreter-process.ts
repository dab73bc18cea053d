import { spawn } from 'node:child_process'
import type { Duplex } from 'node:stream'
import { FRAME, type Frame, frameBytes } from './frames.ts'
import { processorMs, wrappedProcess } from './processor-time.ts'
import { splitFrames } from './split-frames.ts'

/** How an interpreter process came to its end. */
export type End = 'timeout' | 'memory' | 'output' | 'crashed' | 'aborted'

/** An interpreter process ended before it answered. */
export class ProcessEnded extends Error {
  override readonly name = 'ProcessEnded'
  readonly end: End

  constructor(end: End, message: string) {
    super(message)
    this.end = end
  }
}

/** A child process with an interpreter in it, spoken to in frames, one question at a time. */
export interface InterpreterProcess {
  readonly alive: boolean
  /** Its first frame, when it has started; rejects with ProcessEnded. */
  readonly started: Promise<Frame>
  /** @throws ProcessEnded when it is gone, or has said something that nobody asked for */
  send(kind: string, body: Uint8Array | string): void
  /** The next frame. @throws ProcessEnded */
  next(): Promise<Frame>
  /** Processor milliseconds so far; undefined where the system does not tell. */
  processorMs(): number | undefined
  /** Ends it at once; a pending `next` rejects with this end. */
  kill(end: End): void
  /** Resolves when it is gone. */
  readonly gone: Promise<void>
}

/** Bytes of standard error that are kept, and that end the process. */
const LAST_WORDS = 2000
const STDERR_LIMIT = 1_000_000

/** Starts a command as an interpreter process: no environment, no input, a pipe for frames. */
export function startProcess(
  [file, ...args]: readonly [string, ...string[]],
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  maxFrameBytes: number,
): InterpreterProcess {
  const child = spawn(file, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  const pipe = child.stdio[3] as Duplex
  const frames: Frame[] = []
  let waiting: { resolve: (frame: Frame) => void; reject: (why: ProcessEnded) => void } | undefined
  let ended: ProcessEnded | undefined
  let killedBy: End | undefined
  let words = ''
  let wordBytes = 0
  let inner: number | undefined

  child.stderr?.on('data', (piece: Buffer) => {
    wordBytes += piece.length
    words = (words + piece.toString('latin1')).slice(-LAST_WORDS)
    if (wordBytes > STDERR_LIMIT) kill('output')
  })
  const onFrame = (frame: Frame): void => {
    if (frame.kind === FRAME.output) kill('output')
    else if (waiting === undefined) frames.push(frame)
    else {
      const { resolve } = waiting
      waiting = undefined
      resolve(frame)
    }
  }
  pipe.on(
    'data',
    splitFrames(maxFrameBytes, onFrame, () => kill('output')),
  )
  // A write to a process that has just ended; its exit says the rest.
  pipe.on('error', () => {})

  const gone = new Promise<void>((resolve) => {
    const end = (how: string): void => {
      if (ended === undefined) {
        const last = lastError(words)
        ended = new ProcessEnded(killedBy ?? endOf(words), last ? `${how}: ${last}` : how)
        waiting?.reject(ended)
      }
      resolve()
    }
    child.on('error', (error) => end(error.message))
    child.on('close', (code, signal) => end(signal ?? `exit code ${code}`))
  })

  const started = nextFrame().then(async (frame) => {
    inner = child.pid === undefined ? undefined : await wrappedProcess(child.pid)
    return frame
  })
  // A spare that dies unused is nobody's concern until it is asked for.
  started.catch(() => {})

  return {
    get alive() {
      return ended === undefined && killedBy === undefined
    },
    started,
    send(kind, body) {
      if (ended !== undefined) throw ended
      if (frames.length > 0) {
        kill('crashed')
        throw new ProcessEnded('crashed', 'it spoke out of turn')
      }
      pipe.write(frameBytes(kind, body))
    },
    next: nextFrame,
    processorMs: () => (inner === undefined ? undefined : processorMs(inner)),
    kill,
    gone,
  }

  function nextFrame(): Promise<Frame> {
    const frame = frames.shift()
    if (frame !== undefined) return Promise.resolve(frame)
    if (ended !== undefined) return Promise.reject(ended)
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject }
    })
  }

  function kill(end: End): void {
    if (ended !== undefined || killedBy !== undefined) return
    killedBy = end
    child.kill('SIGKILL')
    pipe.destroy()
    child.stderr?.destroy()
  }
}

/** The line that names what ended a process, among what Node says around it. */
function lastError(words: string): string | undefined {
  const lines = words.trim().split('\n')
  return lines.findLast((line) => /error|exception|fatal|denied/i.test(line)) ?? lines.at(-1)
}

function endOf(words: string): End {
  return /out of memory|allocation failed|allocate/i.test(words) ? 'memory' : 'crashed'
}
