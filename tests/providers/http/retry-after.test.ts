import { describe, expect, test } from 'vitest'
import { parseRetryAfter } from '../../../src/providers/http/parse-retry-after.ts'

const now = Date.parse('2026-11-24T12:00:00Z')

describe('Retry-After', () => {
  test.each<[string | null | undefined, number | undefined]>([
    ['0', 0],
    ['1', 1000],
    [' 120 ', 120_000],
    ['0.25', 250],
    ['Tue, 24 Nov 2026 12:00:30 GMT', 30_000],
    ['Tuesday, 24-Nov-26 12:00:30 GMT', 30_000],
    ['Tue, 24 Nov 2026 11:59:00 GMT', 0],
    ['-5', undefined],
    ['soon', undefined],
    ['2026', 2_026_000],
    ['Nov 2026', undefined],
    ['', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('%j → %j ms', (header, wait) => {
    expect(parseRetryAfter(header, now)).toBe(wait)
  })
})
