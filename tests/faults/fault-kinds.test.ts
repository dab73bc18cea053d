import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { icl } from '../commands/run-icl.ts'
import { additionProject, SHORT_WAITS, tallyOf } from './addition-project.ts'
import { FAULT_KINDS, type FaultKind } from './fault-kinds.ts'
import { type FaultServer, type FaultServerOptions, startFaultServer } from './fault-server.ts'

/** Time-outs in the tests' quick seconds: so long that a busy machine cuts no answer off, and as soon as can be. */
const LONG_S = 800
const SOON_S = 60

let server: FaultServer
afterEach(() => server.stop())

async function runAgainst(options: FaultServerOptions, items: number, timeoutS = LONG_S) {
  server = await startFaultServer({ sparesProbes: true, dripMs: 10, ...options })
  const project = additionProject({
    items,
    providers: { faulty: `{type: openai, base_url: '${server.baseUrl}', timeout_s: ${timeoutS}}` },
  })
  onTestFinished(project.remove)
  return { outcome: await icl(project.run, SHORT_WAITS), project }
}

/** Only a time-out ends these. */
const HANGS: readonly FaultKind[] = ['never', 'length-too-long']

describe('each fault, met by every trial at its first try', () => {
  test.each(FAULT_KINDS)('%s', async (kind) => {
    const hangs = HANGS.includes(kind)
    const { outcome, project } = await runAgainst({ script: [kind] }, hangs ? 4 : 12, hangs ? SOON_S : LONG_S)
    expect(outcome).toMatchObject({ exitCode: 0 })
    const rows = project.rows()
    expect(tallyOf(rows, 'outcome')).toEqual({ ok: rows.length })
    expect(tallyOf(rows, 'score_exact_match')).toEqual({ 1: rows.length })
    // A slow answer is an answer; whatever else came first was not.
    if (hangs) expect(rows.every((row) => Number(row.attempts) >= 2)).toBe(true)
    else expect(tallyOf(rows, 'attempts')).toEqual({ [kind === 'slow-drip' ? 1 : 2]: rows.length })
    expect(server.counts.faults).toEqual({ [kind]: rows.length })
    if (!hangs) expect(server.counts.answeredAgain).toBe(0)
  })
})

describe('each fault, met at every try: failed rows with their cause, no score', () => {
  const causes: Record<Exclude<FaultKind, 'slow-drip'>, RegExp> = {
    'rate-limit': /^rate-limit: HTTP 429 from .*: too many requests/,
    'rate-limit-seconds': /^rate-limit: HTTP 429 /,
    'rate-limit-date': /^rate-limit: HTTP 429 /,
    'error-500': /^server: HTTP 500 from .*: the server had an error/,
    'error-503': /^server: HTTP 503 from .*503 Service Unavailable/,
    'reset-before': /^network: /,
    'reset-within': /^network: /,
    'malformed-json': /^malformed: /,
    'html-page': /^malformed: .*an HTML page/,
    'empty-choices': /^malformed: .*no choices/,
    'empty-body': /^malformed: /,
    'error-within': /^server: .*the server behind this one had an error/,
    truncated: /^network: /,
    'truncated-chunked': /^network: /,
    'length-too-long': /^timeout: no answer within \d+ s$/,
    'length-too-short': /^malformed: /,
    never: /^timeout: no answer within \d+ s$/,
  }
  const quick = FAULT_KINDS.filter(
    (kind): kind is keyof typeof causes => kind !== 'slow-drip' && !HANGS.includes(kind),
  )
  test.each(quick)('%s', async (kind) => {
    const { outcome, project } = await runAgainst({ dies: { after: 2, as: kind } }, 3)
    expect(outcome.exitCode).toBe(1)
    const failed = project.rows().filter((row) => row.outcome === 'failed')
    expect(failed.length).toBeGreaterThan(0)
    for (const row of failed)
      expect(row).toMatchObject({
        error: expect.stringMatching(causes[kind]),
        score_exact_match: '',
        response: '',
      })
  })
})
