import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csvRow, csvText } from '../../src/results/csv-text.ts'
import { readRows } from '../../src/results/read-rows.ts'
import { scanRows } from '../../src/results/scan-rows.ts'

let folder = ''
let path = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'icl-scan-'))
  path = join(folder, 'rows.csv')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function scanned(content: string | Buffer): Promise<unknown[]> {
  writeFileSync(path, content)
  return (await Array.fromAsync(readRows(path))).map(({ cells }) => ({ ...cells }))
}

/** Text that CSV can carry: no NUL, no lone surrogate; what is hostile in a CSV file comes often. */
const cell = fc.string({
  unit: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('"', ',', '\n', '\r', '\r\n', ' ', '\ufeff', 'é', '👩‍👧', '=') },
    { weight: 2, arbitrary: fc.string({ minLength: 1, maxLength: 3 }) },
  ),
  maxLength: 12,
})
const table = fc
  .integer({ min: 2, max: 5 })
  .chain((columns) => fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 12 }))

function written(rows: readonly (readonly string[])[]): { header: string[]; text: string } {
  const header = Array.from({ length: rows[0]?.length ?? 2 }, (_, n) => `c${n}`)
  return { header, text: csvText([header, ...rows]) }
}

test('property: rows are what csv-parse reads', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const { text } = written(rows)
      expect(await scanned(text)).toEqual(parse(text, { columns: true, record_delimiter: '\n' }))
    }),
    { numRuns: 150 },
  )
})

test('property: cut anywhere, exactly the rows before are read', async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.nat({ max: 1000 }), async (rows, permille) => {
      const { header, text } = written(rows)
      const bytes = Buffer.from(text)
      const cut = Math.round((bytes.length * permille) / 1000)
      const ends = rows.map((_, row) => Buffer.byteLength(csvText([header, ...rows.slice(0, row + 1)])))
      const whole = rows.filter((_, row) => Number(ends[row]) <= cut)
      expect(await scanned(bytes.subarray(0, cut))).toEqual(
        whole.map((row) => Object.fromEntries(header.map((column, n) => [column, row[n]]))),
      )
    }),
    { numRuns: 150 },
  )
})

test('property: a row alone is written as csv-stringify writes it', () => {
  const value = fc.oneof(cell, fc.constant(undefined), fc.double({ noNaN: true }), fc.constant(0))
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), (cells) => {
      expect(csvRow(cells)).toBe(csvText([cells]))
    }),
    { numRuns: 500 },
  )
})

test('rows longer than what is read at once, and their places in the file', async () => {
  const rows = [
    ['a', 'x'.repeat(3e6)],
    ['b', '"\n'.repeat(1e6)],
    ['c', '👩'.repeat(5e5)],
  ]
  const text = csvText([['name', 'text'], ...rows])
  writeFileSync(path, text)
  const read: string[][] = []
  let next = 'name,text\n'.length
  for await (const batch of scanRows(path))
    for (const row of batch.rows) {
      expect(row.start).toBe(next)
      expect(row.bytes().length).toBe(row.end - row.start)
      next = row.end
      read.push([row.text(0), row.text(1)])
    }
  expect(next).toBe(Buffer.byteLength(text))
  expect(read.every(([name, long], n) => name === rows[n]?.[0] && long === rows[n]?.[1])).toBe(true)
})

describe('as spreadsheets save it', () => {
  test.each([
    ['with a byte order mark', '\ufeffa,b\n1,2\n'],
    ['with \\r\\n', 'a,b\r\n1,2\r\n'],
    ['with \\r\\n and quotes', '"a","b"\r\n"1","2"\r\n'],
  ])('%s', async (_, content) => {
    expect(await scanned(content)).toEqual([{ a: '1', b: '2' }])
  })
})

test.each([
  ['an empty file', ''],
  ['a header alone', 'a,b\n'],
  ['a torn header', 'a,b'],
])('%s has no rows', async (_, content) => {
  expect(await scanned(content)).toEqual([])
})

describe('refused with its line', () => {
  test.each([
    ['a quote in a plain cell', 'a,b\n1,2\n1,x"y\n', /rows\.csv:3: a quote inside a cell/],
    ['text after a closing quote', 'a,b\n1,"2"x\n', /rows\.csv:2: text between a closing quote/],
    ['too few cells', 'a,b\n"1\n1",2\n1\n', /rows\.csv:4: a row of 1 cells under a header of 2/],
    ['too many cells', 'a,b\n1,2,3\n', /rows\.csv:2: a row of 3 cells/],
    ['an empty line', 'a,b\n\n1,2\n', /rows\.csv:2: a row of 1 cells/],
  ])('%s', async (_, content, message) => {
    await expect(scanned(content)).rejects.toThrow(message)
  })
})

test('a quote under two quotes in the same column is read as one', async () => {
  const rows = [['""'], ['"'], ['"'], ['""']]
  expect(await scanned(csvText([['c'], ...rows]))).toEqual(rows.map(([c]) => ({ c })))
})
