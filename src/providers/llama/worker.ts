import { EngineFailure } from './engine-failure.ts'
import type { EngineProcess } from './engine-process.ts'
import type { EngineCall, EngineCalls, EngineFacts, EngineSetup } from './protocol.ts'

/** One of a session's places for a process. */
export interface Worker {
  /** The facts that its first process opened with. @throws EngineFailure */
  readonly opened: Promise<EngineFacts>
  /** Asks its process; one that has died is replaced first. @throws EngineFailure, or the signal's reason */
  call<C extends Exclude<EngineCall, 'open'>>(
    call: C,
    asks: EngineCalls[C]['asks'],
    signal?: AbortSignal,
  ): Promise<EngineCalls[C]['answers']>
  /** Ends its process for good; resolves when it is gone. */
  end(): Promise<void>
}

interface Running {
  readonly engine: EngineProcess
  readonly facts: Promise<EngineFacts>
}

/** Has a process open the model, and others when it has died; `signal` breaks off that first opening. */
export function startWorker(
  first: EngineProcess,
  start: () => EngineProcess,
  setup: EngineSetup,
  signal: AbortSignal,
): Worker {
  let ended = false
  const run = (engine: EngineProcess, stop?: AbortSignal): Running => {
    const facts = engine.call('open', setup, stop).catch(async (error: unknown) => {
      await engine.end()
      throw error
    })
    return { engine, facts }
  }
  let running = run(first, signal)
  return {
    opened: running.facts,
    async call(call, asks, stop) {
      if (ended) throw new EngineFailure('bug', 'a request to a closed session')
      if (!running.engine.alive) running = run(start())
      const { engine, facts } = running
      await facts
      return engine.call(call, asks, stop)
    },
    async end() {
      ended = true
      await running.engine.end()
    },
  }
}
