import { describe, expect, onTestFinished, test } from 'vitest'
import { icl } from '../commands/run-icl.ts'
import { additionProject, SHORT_WAITS, tallyOf } from './addition-project.ts'
import { type FaultServerOptions, startFaultServer } from './fault-server.ts'

const ITEMS = 60
const SERVED = 20

/** How a server dies, and what the rows of unfinished trials then say. */
const DEATHS: readonly [NonNullable<FaultServerOptions['dies']>['as'], RegExp][] = [
  ['closed', /^network: connection failed with .*\((ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET)\)/],
  ['error-503', /^server: HTTP 503 /],
  ['reset-before', /^network: /],
  ['html-page', /^malformed: .*HTML page/],
  ['rate-limit', /^rate-limit: HTTP 429 /],
  ['never', /^timeout: no answer within /],
]

describe('a server that dies for good', () => {
  test.each(DEATHS)(
    '%s: bounded, exit code 1, failed rows; again does only those',
    { timeout: 60_000 },
    async (as, cause) => {
      const server = await startFaultServer({ dies: { after: SERVED, as } })
      onTestFinished(() => server.stop())
      const project = additionProject({
        items: ITEMS,
        providers: {
          faulty: `{type: openai, base_url: '${server.baseUrl}', timeout_s: 1, concurrency: 8, api: completions}`,
        },
      })
      onTestFinished(project.remove)

      const first = await icl(project.run, SHORT_WAITS)
      expect(first).toMatchObject({ exitCode: 1 })
      expect(first.out).toMatch(/\d+ trials failed: the same command tries them again/)
      expect(first.notes).toContain('m was stopped: ')
      const rows = project.rows()
      const failed = rows.filter((row) => row.outcome === 'failed')
      expect(rows).toHaveLength(ITEMS)
      expect(tallyOf(rows, 'outcome')).toEqual({ ok: ITEMS - failed.length, failed: failed.length })
      expect(failed.length).toBeGreaterThan(ITEMS - SERVED - 9)
      for (const row of failed)
        expect(row).toMatchObject({
          error: expect.stringMatching(cause),
          response: '',
          score_exact_match: '',
        })

      await server.stop()
      const well = await startFaultServer({ port: server.port })
      onTestFinished(() => well.stop())
      const second = await icl(project.run)
      expect([second.exitCode, second.out]).toEqual([
        0,
        expect.stringContaining(
          `ran ${failed.length} trials, found ${ITEMS - failed.length} trials done before`,
        ),
      ])
      expect(well.counts.requests - 1).toBe(failed.length)
      expect(tallyOf(project.rows(), 'score_exact_match')).toEqual({ 1: ITEMS })
    },
  )
})
