import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CONTROLS, INSTRUCTIONS, RENDERINGS } from '../../src/domain/factors.ts'
import { VERDICT_COLUMNS, VERDICTS, type VerdictRow } from '../../src/domain/verdict-row.ts'
import { readVerdicts, writeVerdicts } from '../../src/results/verdict-file.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'icl-verdicts-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !/[\r\n\0]/u.test(value))
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
const rows: fc.Arbitrary<VerdictRow[]> = fc.array(
  fc.record({
    source: text,
    task: text,
    metric: text,
    companion: maybe(text),
    families: text,
    rendering: fc.constantFrom(...RENDERINGS),
    instruction: fc.constantFrom(...INSTRUCTIONS),
    control: fc.constantFrom(...CONTROLS),
    shots: fc.nat(),
    sizes: fc.nat(),
    items: fc.nat(),
    verdict: fc.constantFrom(...VERDICTS),
    rule: text,
    pApparent: maybe(number),
    pSharp: maybe(number),
    pAdjusted: maybe(number),
    gapLow: maybe(number),
    gapHigh: maybe(number),
    share: maybe(number),
    shareLow: maybe(number),
    shareHigh: maybe(number),
    needed: maybe(text),
    sentence: text,
  }),
  { maxLength: 4 },
)

test('what is written is read back, whatever the texts', async () => {
  const path = join(folder, 'verdicts.csv')
  await fc.assert(
    fc.asyncProperty(rows, async (written) => {
      await writeVerdicts(path, written)
      expect(await readVerdicts(path)).toEqual(written)
    }),
    { numRuns: 50 },
  )
})

test('columns are those of the contract, also without rows', async () => {
  const path = join(folder, 'none.csv')
  await writeVerdicts(path, [])
  expect(readFileSync(path, 'utf8')).toBe(`${VERDICT_COLUMNS.join(',')}\n`)
})

const GOOD = 'run,adding,exact_match,,One,raw,off,gold,8,5,60,flat,rule-1,,,,,,,,,,Flat.'

test.each([
  ['a column that is missing', `${VERDICT_COLUMNS.slice(1).join(',')}\n`, 'has no column "source"'],
  ['an unknown verdict', GOOD.replace('flat', 'flut'), ':3: unknown verdict "flut"; did you mean "flat"?'],
  ['a number that is none', GOOD.replace(',8,', ',eight,'), ':3: shots is "eight", not a number'],
  ['a count that is empty', GOOD.replace(',60,', ',,'), ':3: items is "", not a number'],
])('%s is refused with its place', async (_name, line, message) => {
  const path = join(folder, 'bad.csv')
  const isHead = line.startsWith('task')
  writeFileSync(path, isHead ? line : `${VERDICT_COLUMNS.join(',')}\n${GOOD}\n${line}\n`)
  await expect(readVerdicts(path)).rejects.toThrow(message)
})
