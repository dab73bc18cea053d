import { startDeadline } from '../deadline.ts'
import { FRAME, type Frame } from '../frames.ts'
import { type End, type InterpreterProcess, ProcessEnded } from '../interpreter-process.ts'
import { asciiJson, endVerdict, type Job, type Lane, readVerdict, type TesterVerdict } from '../lane.ts'
import type { SandboxLimits } from '../limits.ts'
import { START_TRIES, startFailure } from '../start-failure.ts'

/** Bytes by which a candidate's memory may have grown for it to be used again. */
const GROWN_BYTES = 96 * 1024 * 1024

/** Programs after which a candidate is replaced in any case: its life is bounded in processor time. */
const PROGRAMS_A_CANDIDATE = 500

const NOTHING = Buffer.alloc(0)

/** What has happened since a test went to the tester. */
interface Talk {
  /** Whether the candidate has seen the program. */
  loaded: boolean
  tame: boolean
  /** How the candidate ended, if it did. */
  lost: ProcessEnded | undefined
}

interface Candidate {
  readonly process: InterpreterProcess
  programs: number
}

/**
 * One tester and one candidate, with a spare that starts while the candidate works. The tester's frames for the
 * candidate, and its answers, pass through here unread.
 */
export function openPythonLane(
  start: (role: 'tester' | 'candidate') => InterpreterProcess,
  limits: SandboxLimits,
): Lane {
  let tester = start('tester')
  let candidate: Candidate = { process: start('candidate'), programs: 0 }
  let spare: InterpreterProcess | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let closed = false

  return {
    test(job, signal) {
      const mine = turn.then(() => run(job, signal))
      turn = mine.catch(() => {})
      return mine
    },
    async close() {
      closed = true
      const all = [tester, candidate.process, ...(spare === undefined ? [] : [spare])]
      for (const process of all) process.kill('aborted')
      await Promise.all(all.map((process) => process.gone))
    },
  }

  async function run(job: Job, signal: AbortSignal | undefined): Promise<TesterVerdict> {
    signal?.throwIfAborted()
    await allStarted()
    signal?.throwIfAborted()
    spare ??= start('candidate')
    let working = tester
    const end = (how: End): void => working.kill(how)
    const used = (): number | undefined => sum(tester.processorMs(), candidate.process.processorMs())
    const stop = startDeadline(limits.seconds * 1000, used, () => end('timeout'))
    const abort = (): void => end('aborted')
    signal?.addEventListener('abort', abort)
    try {
      const verdict = await converse(job, (process) => {
        working = process
      })
      if (verdict.state === 'crashed') signal?.throwIfAborted()
      return verdict
    } finally {
      stop()
      signal?.removeEventListener('abort', abort)
    }
  }

  /** Both processes, started; one that fails to start is tried again a few times. */
  async function allStarted(): Promise<void> {
    for (let tries = 1; ; tries++) {
      if (!tester.alive) tester = start('tester')
      if (!candidate.process.alive) discard()
      const failed = await startFailure([tester, candidate.process])
      if (failed === undefined) return
      if (tries === START_TRIES || closed) throw failed
    }
  }

  async function converse(job: Job, nowWorks: (process: InterpreterProcess) => void): Promise<TesterVerdict> {
    const talk: Talk = { loaded: false, tame: true, lost: undefined }
    try {
      tester.send(FRAME.test, asciiJson(job))
      for (;;) {
        nowWorks(tester)
        const asked = await tester.next()
        nowWorks(candidate.process)
        if (asked.kind === FRAME.verdict) return await finish(talk, asked)
        const answer = await relay(talk, asked)
        tester.send(answer.kind, answer.body)
      }
    } catch (error) {
      if (!(error instanceof ProcessEnded)) throw error
      // The tester has ended; what the candidate does now is nobody's.
      if (talk.loaded) discard()
      return endVerdict(talk.lost ?? error)
    }
  }

  /** The candidate's answer, or that it has none: the tester then comes to its end without it. */
  async function relay(talk: Talk, asked: Frame): Promise<Frame> {
    talk.loaded = true
    if (asked.kind === FRAME.loadWild) talk.tame = false
    const answer = await ask(asked)
    if (!(answer instanceof ProcessEnded)) return { kind: FRAME.answer, body: answer.body }
    talk.lost = answer
    return { kind: FRAME.gone, body: NOTHING }
  }

  async function finish({ loaded, tame, lost }: Talk, said: Frame): Promise<TesterVerdict> {
    if (loaded) await clean(tame && lost === undefined)
    return lost === undefined ? readVerdict(said.body.toString()) : endVerdict(lost)
  }

  async function ask(asked: Frame): Promise<Frame | ProcessEnded> {
    try {
      candidate.process.send(asked.kind, asked.body)
      return await candidate.process.next()
    } catch (error) {
      if (error instanceof ProcessEnded) return error
      throw error
    }
  }

  /** Makes a candidate fit for the next program, or replaces it. */
  async function clean(reusable: boolean): Promise<void> {
    candidate.programs++
    if (!reusable || candidate.programs >= PROGRAMS_A_CANDIDATE) return discard()
    const answer = await ask({ kind: FRAME.forget, body: NOTHING })
    const bytes = answer instanceof ProcessEnded ? Number.NaN : Number(answer.body.toString())
    if (!(bytes < GROWN_BYTES)) discard()
  }

  function discard(): void {
    candidate.process.kill('aborted')
    const next = spare ?? start('candidate')
    spare = undefined
    candidate = { process: next, programs: 0 }
    if (closed) next.kill('aborted')
  }
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b
}
