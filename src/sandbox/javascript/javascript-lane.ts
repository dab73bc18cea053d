import { startDeadline } from '../deadline.ts'
import { FRAME } from '../frames.ts'
import { type End, type InterpreterProcess, ProcessEnded } from '../interpreter-process.ts'
import { asciiJson, endVerdict, type Job, type Lane, readVerdict, type TesterVerdict } from '../lane.ts'
import type { SandboxLimits } from '../limits.ts'
import { START_TRIES, startFailure } from '../start-failure.ts'

/** Programs after which a process is replaced: its life is bounded in processor time. */
const PROGRAMS_A_PROCESS = 150

/** One process, replaced when a program breaks a limit. Interpreters are new for each program anyway. */
export function openJavascriptLane(start: () => InterpreterProcess, limits: SandboxLimits): Lane {
  let process = start()
  let programs = 0
  let closed = false
  let turn: Promise<unknown> = Promise.resolve()

  return {
    test(job, signal) {
      const mine = turn.then(() => run(job, signal))
      turn = mine.catch(() => {})
      return mine
    },
    async close() {
      closed = true
      process.kill('aborted')
      await process.gone
    },
  }

  async function run(job: Job, signal: AbortSignal | undefined): Promise<TesterVerdict> {
    signal?.throwIfAborted()
    await allStarted()
    signal?.throwIfAborted()
    programs++
    const end = (how: End) => (): void => process.kill(how)
    const stop = startDeadline(limits.seconds * 1000, process.processorMs, end('timeout'))
    const abort = end('aborted')
    signal?.addEventListener('abort', abort)
    try {
      process.send(FRAME.test, asciiJson(job))
      return readVerdict((await process.next()).body.toString())
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof ProcessEnded) return endVerdict(error)
      throw error
    } finally {
      stop()
      signal?.removeEventListener('abort', abort)
      if (!process.alive) renew()
    }
  }

  async function allStarted(): Promise<void> {
    for (let tries = 1; ; tries++) {
      if (!process.alive || programs >= PROGRAMS_A_PROCESS) renew()
      const failed = await startFailure([process])
      if (failed === undefined) return
      if (tries === START_TRIES || closed) throw failed
    }
  }

  function renew(): void {
    process.kill('aborted')
    process = start()
    programs = 0
  }
}
