import { describe, expect, test } from 'vitest'
import { type PartialBody, rangeHeaders, readRangeResponse } from '../../src/weights/range-response.ts'

const NOTHING: PartialBody = { bytes: 0 }
const HALF: PartialBody = { bytes: 50, total: 100, validator: '"a"' }
const DATE = 'Wed, 01 Jul 2026 10:00:00 GMT'

describe('readRangeResponse', () => {
  test.each<[string, number, Record<string, string>, PartialBody, object]>([
    [
      'a whole body',
      200,
      { 'content-length': '100', etag: '"a"' },
      NOTHING,
      { kind: 'whole', total: 100, validator: '"a"' },
    ],
    [
      'a whole body instead of the rest',
      200,
      { 'content-length': '100' },
      HALF,
      { kind: 'whole', total: 100 },
    ],
    ['a weak tag does not vouch for bytes', 200, { etag: 'W/"a"' }, NOTHING, { kind: 'whole' }],
    [
      'a date does where there is no strong tag',
      200,
      { etag: 'W/"a"', 'last-modified': DATE },
      NOTHING,
      { kind: 'whole', validator: DATE },
    ],
    [
      'a compressed body cannot be resumed',
      200,
      { 'content-encoding': 'gzip', 'content-length': '9', etag: '"a"' },
      NOTHING,
      { kind: 'whole' },
    ],
    [
      'the rest',
      206,
      { 'content-range': 'bytes 50-99/100', etag: '"a"' },
      HALF,
      { kind: 'rest', total: 100 },
    ],
    [
      'the rest of unknown size',
      206,
      { 'content-range': 'bytes 50-99/*' },
      HALF,
      { kind: 'rest', total: 100 },
    ],
    [
      'the rest, dated',
      206,
      { 'content-range': 'bytes 50-99/100', etag: '"b"' },
      { ...HALF, validator: DATE },
      { kind: 'rest', total: 100 },
    ],
    ['a rest from elsewhere', 206, { 'content-range': 'bytes 40-99/100' }, HALF, { kind: 'restart' }],
    ['a rest of another size', 206, { 'content-range': 'bytes 50-98/99' }, HALF, { kind: 'restart' }],
    [
      'a rest of another file',
      206,
      { 'content-range': 'bytes 50-99/100', etag: '"b"' },
      HALF,
      { kind: 'restart' },
    ],
    ['a rest that says nothing', 206, {}, HALF, { kind: 'restart' }],
    ['a range past the end', 416, {}, HALF, { kind: 'restart' }],
    ['a range error without a range', 416, {}, NOTHING, { kind: 'failed', reason: 'HTTP 416' }],
    ['no such file', 404, {}, NOTHING, { kind: 'failed', reason: 'HTTP 404: no such file' }],
    [
      'no permission',
      403,
      {},
      NOTHING,
      { kind: 'failed', reason: 'HTTP 403: the server asks for permission' },
    ],
    [
      'too many requests',
      429,
      { 'retry-after': '7' },
      NOTHING,
      { kind: 'later', reason: 'HTTP 429', waitMs: 7000 },
    ],
    [
      'a wait of a day is cut',
      503,
      { 'retry-after': '86400' },
      HALF,
      { kind: 'later', reason: 'HTTP 503', waitMs: 60_000 },
    ],
    [
      'a date to wait for is left to us',
      503,
      { 'retry-after': DATE },
      HALF,
      { kind: 'later', reason: 'HTTP 503' },
    ],
  ])('%s', (_name, status, headers, partial, expected) => {
    expect(readRangeResponse(status, new Headers(headers), partial)).toEqual(expected)
  })
})

test.each<[PartialBody, object]>([
  [NOTHING, {}],
  [{ bytes: 50 }, {}],
  [HALF, { range: 'bytes=50-', 'if-range': '"a"' }],
])('rangeHeaders of %o', (partial, expected) => {
  expect(rangeHeaders(partial)).toEqual(expected)
})
