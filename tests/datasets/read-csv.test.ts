import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCsv } from '../../src/datasets/read-csv.ts'
import { readJsonl } from '../../src/datasets/read-jsonl.ts'

const rows = fc.array(
  fc.record({
    input: fc.string({ minLength: 1, unit: 'grapheme' }),
    target: fc.string({ unit: 'grapheme' }),
  }),
  { minLength: 1, maxLength: 20 },
)

test('what is written as CSV is read back, whatever the cells hold', () => {
  fc.assert(
    fc.property(rows, fc.constantFrom('\n' as const, '\r\n' as const), (written, delimiter) => {
      const text = stringify(written, { header: true, record_delimiter: delimiter, quoted: true })
      const { records, problems } = readCsv(text, 'i.csv')
      expect(problems).toEqual([])
      expect(records.map(({ fields }) => fields)).toEqual(written)
    }),
  )
})

test('what is written as JSON Lines is read back, with its line', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false }))), (written) => {
      const text = written.map((value) => `${JSON.stringify(value)}\n`).join('')
      const { records, problems } = readJsonl(text, 'i.jsonl')
      expect(problems).toEqual([])
      expect(records.map(({ fields }) => fields)).toEqual(JSON.parse(JSON.stringify(written)))
      expect(records.map(({ place }) => place.line)).toEqual(written.map((_, index) => index + 1))
    }),
  )
})

test('a row is placed in the line it begins in', () => {
  const { records, problems } = readCsv('input,target\n"a\n\na",A\n\nb,B\nc\n', 'i.csv')
  expect(records.map(({ place }) => place.line)).toEqual([2, 6])
  expect(problems.map(({ line }) => line)).toEqual([7])
})
