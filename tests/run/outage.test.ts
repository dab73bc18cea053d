import { expect, test } from 'vitest'
import { ProviderError, type ProviderErrorKind } from '../../src/domain/provider-error.ts'
import { createOutage, type Sign } from '../../src/run/outage.ts'
import { isRefusal, signOf } from '../../src/run/sign-of.ts'

const failed = (kind: ProviderErrorKind, status?: number) =>
  new ProviderError(kind, { provider: 'p', kind, status })

test.each<readonly [ProviderErrorKind, number | undefined, boolean, Sign, boolean]>([
  ['rate-limit', 429, false, 'busy', true],
  ['server', 500, false, 'unclear', false],
  ['server', 502, false, 'away', false],
  ['server', 503, false, 'away', true],
  ['server', 529, false, 'unclear', true],
  ['network', undefined, false, 'away', false],
  ['timeout', undefined, false, 'away', false],
  ['timeout', undefined, true, 'unclear', false],
  ['malformed', 200, false, 'unclear', false],
  ['crash', undefined, false, 'unclear', false],
  ['bad-request', 400, false, 'there', false],
  ['auth', 401, false, 'there', false],
  ['context', 400, false, 'there', false],
])('%s %s (cut off by us: %s) is a sign that the server is %s', (kind, status, timedOut, sign, refusal) => {
  const error = failed(kind, status)
  expect([signOf({ state: 'failed', error, timedOut }), isRefusal(error)]).toEqual([sign, refusal])
})

function outage() {
  let now = 0
  const it = createOutage(() => now)
  /** Ends of requests at times, in order; those that are sent while the server is suspected are probes. */
  const end = (at: number, sign: Sign, { probe = false, others = 0 } = {}) => {
    now = at
    if (probe) it.begin()
    it.end(sign, sign === 'there' ? undefined : failed('network'), probe, others)
  }
  return { it, end, at: (time: number) => (now = time) }
}

test('five failures in a row, and one at a time finds out', () => {
  const { it, end, at } = outage()
  for (let failure = 0; failure < 4; failure++) end(failure, 'away')
  expect([it.suspected, it.waitMs()]).toEqual([false, 0])
  end(10, 'away')
  expect([it.suspected, it.waitMs()]).toEqual([true, 1000])
  at(1010)
  expect([it.waitMs(), it.begin(), it.waitMs()]).toEqual([0, true, Number.POSITIVE_INFINITY])
  end(1020, 'away', { probe: true })
  expect(it.waitMs()).toBe(2000)
  end(3020, 'away', { probe: true })
  end(7020, 'unclear', { probe: true })
  expect(it.waitMs()).toBe(5000)
  end(7100, 'there')
  expect([it.suspected, it.waitMs()]).toEqual([false, 0])
})

test.each<readonly [string, readonly Sign[]]>([
  ['an answer between', ['away', 'away', 'away', 'away', 'there', 'away', 'away', 'away', 'away']],
  ['failures that say nothing', Array.from({ length: 50 }, () => 'unclear' as const)],
  ['a busy server', Array.from({ length: 50 }, () => 'busy' as const)],
])('%s: not suspected', (_, signs) => {
  const { it, end } = outage()
  for (const [index, sign] of signs.entries()) end(index, sign)
  expect([it.suspected, it.gone]).toEqual([false, undefined])
})

test.each<readonly [string, Sign, number, number, boolean]>([
  ['away for less than 90 s', 'away', 89_000, 0, false],
  ['away for 90 s', 'away', 90_000, 0, true],
  ['… but still working on a request', 'away', 90_000, 1, false],
  ['busy for less than 5 minutes', 'busy', 299_000, 0, false],
  ['busy for 5 minutes', 'busy', 300_000, 0, true],
])('%s', (_, sign, after, others, gone) => {
  const { it, end } = outage()
  for (let failure = 0; failure < 6; failure++) end(0, sign)
  end(after, sign, { probe: it.suspected, others })
  expect(it.gone !== undefined).toBe(gone)
  if (gone) expect(it.gone?.message).toBe(`network; no answer for ${after / 1000} s`)
})
