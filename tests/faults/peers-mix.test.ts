import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Host } from '../../src/commands/host.ts'
import { icl } from '../commands/run-icl.ts'
import { additionProject, SHORT_WAITS, tallyOf } from './addition-project.ts'
import { type FaultServer, startFaultServer } from './fault-server.ts'
import { type FaultMix, MIXES } from './mix.ts'

let server: FaultServer
afterEach(() => server.stop())

interface Setting {
  readonly mix: FaultMix
  readonly seed: number
  readonly items: number
  /** What the provider's entry has beside its address. */
  readonly entry: string
  /** What the run has beside its shots. */
  readonly run?: string
  readonly host?: Partial<Host>
}

/** Runs a mix of faults, probes and lists included, and expects every trial scored and none wrong. */
async function expectAllScored({ mix, seed, items, entry, run = '', host = {} }: Setting) {
  server = await startFaultServer({ mix, seed })
  const project = additionProject({
    items,
    run: `shots: [5]${run}`,
    providers: { faulty: `{type: openai, base_url: '${server.baseUrl}'${entry}}` },
  })
  onTestFinished(project.remove)
  const { exitCode, out } = await icl(project.run, host)
  expect([exitCode, out]).toEqual([
    0,
    expect.stringContaining(`ran ${items.toLocaleString('en-US')} trials, found 0`),
  ])
  const rows = project.rows()
  expect(new Set(rows.map((row) => row.trial_key)).size).toBe(items)
  expect(tallyOf(rows, 'outcome')).toEqual({ ok: items })
  expect(tallyOf(rows, 'score_exact_match')).toEqual({ 1: items })
  return rows
}

describe('a server that goes wrong in many ways: all trials are scored, none wrong', () => {
  const short = { items: 300, entry: ', timeout_s: 100, concurrency: 32', host: SHORT_WAITS }

  test.each([1, 2, 3])('the mix that other tools were measured on, seed %i', async (seed) => {
    const rows = await expectAllScored({ mix: MIXES.peers, seed, ...short })
    // The mix was met: by nearly one request in five.
    const again = rows.filter((row) => Number(row.attempts) > 1).length
    expect(again).toBeGreaterThan(30)
    expect(Object.keys(server.counts.faults).sort()).toEqual(Object.keys(MIXES.peers).sort())
  })

  test.each([1, 2])('every kind of fault alike, seed %i', async (seed) => {
    await expectAllScored({ mix: MIXES.all, seed, ...short })
  })
})

describe.runIf(process.env.ICL_REQUIRE_ALL === '1')('with default settings and real waits', () => {
  test('1,000 trials of the mix', { timeout: 600_000 }, async () => {
    await expectAllScored({ mix: MIXES.peers, seed: 1, items: 1000, entry: '' })
  })
})
