import { afterEach, expect, onTestFinished, test } from 'vitest'
import { icl } from '../commands/run-icl.ts'
import { additionProject, modelEntry, tallyOf } from './addition-project.ts'
import { type FaultServer, type FaultServerOptions, startFaultServer } from './fault-server.ts'

const servers: FaultServer[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())))

async function serve(options: FaultServerOptions): Promise<FaultServer> {
  const server = await startFaultServer(options)
  servers.push(server)
  return server
}

const KEYS = { ICL_TEST_KEY: 'right-key-0123456789', ICL_TEST_OTHER_KEY: 'other-key-0123456789' }

/** Two models of two providers; what the second's provider and name are. */
const CASES: readonly [string, { readonly key: string; readonly model: string; readonly says: RegExp }][] = [
  [
    'a wrong key',
    {
      key: 'ICL_TEST_OTHER_KEY',
      model: 'second',
      says: /second is not run: HTTP 401 .*Incorrect API key provided; the key of provider "faulty" was not accepted: check the value \(set ICL_TEST_OTHER_KEY\)/,
    },
  ],
  [
    'an unknown model',
    {
      key: 'ICL_TEST_KEY',
      model: 'secomd',
      says: /secomd is not run: .* has no model "secomd"; did you mean "second"\?/,
    },
  ],
]

test.each(CASES)(
  '%s stops that model at once, another model of the run finishes',
  async (_name, { key, model, says }) => {
    const well = await serve({ models: ['first'], key: KEYS.ICL_TEST_KEY, latencyMs: 2 })
    const other = await serve({ models: ['second'], key: KEYS.ICL_TEST_KEY })
    const project = additionProject({
      items: 40,
      providers: {
        well: `{type: openai, base_url: '${well.baseUrl}', api_key: '\${ICL_TEST_KEY}'}`,
        faulty: `{type: openai, base_url: '${other.baseUrl}', api_key: '\${${key}}'}`,
      },
      models: [modelEntry(model, 'faulty'), modelEntry('first', 'well')],
    })
    onTestFinished(project.remove)
    const { exitCode, out, notes } = await icl(project.run, { env: { ...process.env, ...KEYS } })
    expect([exitCode, notes]).toEqual([1, expect.stringMatching(says)])
    expect(notes + out).not.toContain(KEYS.ICL_TEST_OTHER_KEY)
    expect(tallyOf(project.rows(), 'model')).toEqual({ first: 40 })
    expect(tallyOf(project.rows(), 'score_exact_match')).toEqual({ 1: 40 })
    expect(other.counts.requests).toBe(0)
  },
)

test('a key that is withdrawn in the middle stops its model; its other trials are failed rows, none asked', async () => {
  const keys = { key: KEYS.ICL_TEST_KEY }
  const server = await serve({
    get key() {
      return server.counts.answered < 12 ? keys.key : 'another'
    },
  })
  const project = additionProject({
    items: 40,
    providers: {
      faulty: `{type: openai, base_url: '${server.baseUrl}', api_key: '\${ICL_TEST_KEY}', concurrency: 4}`,
    },
  })
  onTestFinished(project.remove)
  const { exitCode, notes } = await icl(project.run, { env: { ...process.env, ...KEYS } })
  expect([exitCode, notes]).toEqual([1, expect.stringMatching(/m was stopped: HTTP 401/)])
  const rows = project.rows()
  expect(rows).toHaveLength(40)
  const failed = rows.filter((row) => row.outcome === 'failed')
  for (const row of failed) expect(row).toMatchObject({ error: expect.stringMatching(/^auth: HTTP 401/) })
  // At most the four in flight were asked for; none was tried again.
  expect(failed.filter((row) => row.attempts !== '0').length).toBeLessThanOrEqual(4)
  expect(failed.every((row) => Number(row.attempts) <= 1)).toBe(true)
})
