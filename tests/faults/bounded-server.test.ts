import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { icl } from '../commands/run-icl.ts'
import { additionProject, SHORT_WAITS, tallyOf } from './addition-project.ts'
import { type Counts, type FaultServer, type FaultServerOptions, startFaultServer } from './fault-server.ts'

const ITEMS = 700

/** A run with default settings and real waits, against a server that is watched. */
async function runWatched(options: FaultServerOptions, watch: (server: FaultServer) => void) {
  const server = await startFaultServer(options)
  onTestFinished(() => server.stop())
  const project = additionProject({
    items: ITEMS,
    providers: { bounded: `{type: openai, base_url: '${server.baseUrl}', api: completions}` },
  })
  onTestFinished(project.remove)
  const watching = setInterval(() => watch(server), 10)
  onTestFinished(() => clearInterval(watching))
  const { exitCode } = await icl(project.run)
  clearInterval(watching)
  expect([exitCode, tallyOf(project.rows(), 'score_exact_match')]).toEqual([0, { 1: ITEMS }])
  return server.counts
}

describe('a server that takes only so many requests at once, 429 above', () => {
  test.each([
    [6, undefined],
    [12, 1],
    [24, undefined],
  ])('%i at once, Retry-After %s: near that many in flight, few refused', async (limit, limitRetryAfterS) => {
    let early: Counts | undefined
    const inFlight: number[] = []
    const retryAfter = limitRetryAfterS === undefined ? {} : { limitRetryAfterS }
    const counts = await runWatched({ limit, latencyMs: 40, ...retryAfter }, (server) => {
      // Warmed up: what is counted is not the search for the level.
      if (server.counts.requests < 100) return
      early ??= { ...server.counts }
      inFlight.push(server.counts.inFlight)
    })
    expect(counts.mostInFlight).toBe(limit)
    const refused = counts.refused - (early?.refused ?? 0)
    const requests = counts.requests - (early?.requests ?? 0)
    expect(requests).toBeGreaterThan(500)
    expect(refused / requests).toBeLessThan(0.02)
    const mean = inFlight.reduce((sum, count) => sum + count, 0) / inFlight.length
    // How near exactly, the tests on a clock of their own say; here a busy machine may be the slower part.
    expect(mean).toBeGreaterThan(0.25 * limit)
  })
})

test('requests a minute: no faster than configured, whatever the server takes', async () => {
  const server = await startFaultServer({})
  onTestFinished(() => server.stop())
  const project = additionProject({
    items: 60,
    providers: {
      paced: `{type: openai, base_url: '${server.baseUrl}', requests_per_minute: 60, api: completions}`,
    },
  })
  onTestFinished(project.remove)
  const began = SHORT_WAITS.monotonic?.() ?? 0
  const { exitCode } = await icl(project.run, SHORT_WAITS)
  expect([exitCode, tallyOf(project.rows(), 'score_exact_match')]).toEqual([0, { 1: 60 }])
  expect((SHORT_WAITS.monotonic?.() ?? 0) - began).toBeGreaterThanOrEqual(59_000)
})

test('a server that restarts in the middle: no trial is lost, and few knock at the closed door', async () => {
  let restarted: Promise<FaultServer> | undefined
  const restart = async (port: number) => {
    await sleep(2000)
    return startFaultServer({ port, latencyMs: 5 })
  }
  const counts = await runWatched(
    { dies: { after: 300, as: 'closed' }, latencyMs: 5 },
    ({ counts: seen, port }) => {
      if (seen.answered >= 300) restarted ??= restart(port)
    },
  )
  const well = await restarted
  onTestFinished(async () => well?.stop())
  expect(counts.answered + (well?.counts.answered ?? 0)).toBeGreaterThanOrEqual(ITEMS)
  expect(well?.counts.refused).toBe(0)
})
