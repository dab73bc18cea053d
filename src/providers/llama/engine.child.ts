import { stat } from 'node:fs/promises'
import { describeBuild, type ProcessFacts } from './describe-build.ts'
import { type Engine, openEngine } from './engine.ts'
import { EngineFailure, failureFacts } from './engine-failure.ts'
import { readMemoryFacts } from './gguf-facts.ts'
import { importLibrary, loadNative } from './load-library.ts'
import type { EngineBuild, EngineCall, EngineCalls, FromEngine, GpuWish, ToEngine } from './protocol.ts'

/** An engine process: opens one model and answers calls over its channel, one evaluation after the other. */

let engine: Engine | undefined
let turn: Promise<unknown> = Promise.resolve()
let answered = 0
const running = new Map<number, AbortController>()

// Needed whatever is asked first, and takes a while; a failure is told to who asks.
importLibrary().catch(() => {})
// Ctrl-C reaches the whole terminal group: the parent decides what is let finish.
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit(0))
process.on('message', (message: ToEngine) => {
  if (message.call === 'abort') running.get(message.id)?.abort()
  else if (message.call === 'ping') send({ steps: answered + (engine?.evaluated ?? 0) })
  else void reply(message)
})

type Call = Exclude<ToEngine, { call: 'abort' | 'ping' }>

async function reply(message: Call): Promise<void> {
  try {
    send({ id: message.id, answer: await answer(message) })
  } catch (error) {
    send({ id: message.id, failure: failureFacts(error) })
  }
  answered++
}

async function answer(message: Call): Promise<EngineCalls[EngineCall]['answers']> {
  switch (message.call) {
    case 'build':
      return build(message.asks)
    case 'measure':
      return readMemoryFacts(message.asks, (await stat(message.asks)).size, await importLibrary())
    case 'open':
      return open(message.asks)
    case 'complete':
      return inTurn(message.id, (signal) => opened().complete(message.asks, signal))
    case 'likelihoods':
      return inTurn(message.id, (signal) => opened().likelihoods(message.asks, signal))
    case 'count':
      return opened().count(message.asks)
    case 'render':
      return opened().render(message.asks)
  }
}

async function open(setup: EngineCalls['open']['asks']): Promise<EngineCalls['open']['answers']> {
  engine = await openEngine(setup)
  return engine.facts
}

async function build(wish: GpuWish): Promise<EngineBuild> {
  const library = await importLibrary()
  const native = await loadNative(library, wish === false ? false : 'auto')
  return describeBuild(library, native, wish, processFacts())
}

function processFacts(): ProcessFacts {
  // Looking up the names of network addresses takes seconds on some machines.
  Reflect.set(process.report, 'excludeNetwork', true)
  const { sharedObjects } = process.report.getReport() as { readonly sharedObjects?: readonly string[] }
  return { platform: `${process.platform}-${process.arch}`, sharedLibraries: sharedObjects ?? [] }
}

/** Does work that evaluates once all such work before it is done. */
async function inTurn<T>(id: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  running.set(id, controller)
  const mine = turn.then(() => {
    controller.signal.throwIfAborted()
    return work(controller.signal)
  })
  turn = mine.catch(() => {})
  try {
    return await mine
  } finally {
    running.delete(id)
  }
}

function opened(): Engine {
  if (engine === undefined) throw new EngineFailure('bug', 'a call before the model is open')
  return engine
}

function send(message: FromEngine): void {
  if (process.connected) process.send?.(message)
}
