import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEngineProcess } from '../../../src/providers/llama/engine-process.ts'
import type { Patience } from '../../../src/providers/llama/vital-signs.ts'
import { DEFAULT_RETRY_POLICY } from '../../../src/run/retry.ts'
import { describeWith } from '../../real-parts.ts'
import { childrenOf, openReal } from './real-engine.ts'
import { sweep, sweepPlan, words } from './real-sweep.ts'

const PLAN = sweepPlan({ queries: 2, shots: [0, 2] })

/** A process that says nothing for three seconds counts as hung, so that the test need not wait for half a minute. */
const IMPATIENT: Partial<Patience> = { pingMs: 500, unanswered: 6 }

const SIGNALS: readonly (readonly [string, NodeJS.Signals, Partial<Patience>, string])[] = [
  ['killed', 'SIGKILL', {}, 'SIGKILL'],
  ['stopped, so that it hangs', 'SIGSTOP', IMPATIENT, 'killed: no sign of life for 3 s'],
  ...(process.env.ICL_REQUIRE_ALL === '1'
    ? ([
        ['crashed in native code', 'SIGSEGV', {}, 'SIGSEGV'],
        ['aborted by native code', 'SIGABRT', {}, 'SIGABRT'],
      ] as const)
    : []),
]

function open(processes: number, patience: Partial<Patience> = {}) {
  return openReal('smollm2-135m-instruct', {
    processes,
    contextNeeded: 1024,
    start: (given) => startEngineProcess(process.env, { ...given, ...patience }),
  })
}

/** Sends a signal to an engine process once that many trials are done, while it works on the next. */
function strike(signal: NodeJS.Signals, after: number, others: ReadonlySet<number>): () => void {
  let done = 0
  return () => {
    if (++done !== after) return
    const [victim] = childrenOf(process.pid).filter((pid) => !others.has(pid))
    setTimeout(() => victim !== undefined && process.kill(victim, signal), 20)
  }
}

describeWith(['smollm2-135m-instruct'], 'an engine process that fails in the middle of a run', () => {
  let undisturbed: Map<string, string>
  beforeAll(async () => {
    const session = await open(2)
    undisturbed = words(await sweep(PLAN, session))
    await session.close()
  }, 120_000)

  test.each(SIGNALS)(
    '%s: is replaced, and every answer is what it would have been',
    async (_name, signal, patience, cause) => {
      const others = new Set(childrenOf(process.pid))
      const session = await open(2, patience)
      const causes: string[] = []
      try {
        const results = await sweep(PLAN, session, {
          onResult: strike(signal, 3, others),
          onRetry: ({ message }) => causes.push(message),
        })
        expect(words(results)).toEqual(undisturbed)
        expect(
          results
            .map(({ attempts }) => attempts)
            .toSorted()
            .at(-1),
        ).toBe(2)
        expect(causes).toEqual([expect.stringContaining(`the engine process ended (${cause})`)])
      } finally {
        await session.close()
      }
      expect(childrenOf(process.pid).filter((pid) => !others.has(pid))).toEqual([])
    },
    120_000,
  )

  test('that fails whenever a trial is tried: it is failed with the cause, and the run goes on', async () => {
    const others = new Set(childrenOf(process.pid))
    let failing = true
    const session = await open(1)
    const killing = setInterval(() => {
      for (const pid of childrenOf(process.pid)) if (failing && !others.has(pid)) process.kill(pid, 'SIGKILL')
    }, 50)
    try {
      const results = await sweep(PLAN, session, {
        policy: { ...DEFAULT_RETRY_POLICY, maxAttempts: 3 },
        onResult: ({ outcome }) => {
          if (outcome === 'failed') failing = false
        },
      })
      const [failed, ...others] = results.filter(({ outcome }) => outcome === 'failed')
      expect([failed?.attempts, failed?.error, others]).toEqual([
        3,
        expect.stringContaining('the engine process ended (SIGKILL)'),
        [],
      ])
      expect(results).toHaveLength(undisturbed.size)
      for (const [key, said] of words(results))
        if (key !== failed?.trialKey) expect(said).toBe(undisturbed.get(key))
    } finally {
      clearInterval(killing)
      await session.close()
    }
  }, 120_000)
  afterAll(() => expect(childrenOf(process.pid)).toEqual([]))
})
