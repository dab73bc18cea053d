import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spreadsheetCell } from '../../src/results/spreadsheet-cell.ts'

test.each([
  ['=1+1', "'=1+1"],
  ['+cmd', "'+cmd"],
  ['-cmd', "'-cmd"],
  ['-5', "'-5"],
  ['@SUM(1)', "'@SUM(1)"],
  ['\t=1', "'\t'=1"],
  [';=1', ";'=1"],
  ['\rx', "'\rx"],
  ['\nx', "'\nx"],
  ['  =1', "'  =1"],
  ['\u00a0=1', "'\u00a0=1"],
  ['\ufeff=1', "'\ufeff=1"],
  ['"=1"', '\'"=1"'],
  ['＝1', "'＝1"],
  ['＋1', "'＋1"],
  ['－1', "'－1"],
  ['＠x', "'＠x"],
  ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
  // A spreadsheet that separates by semicolons sees a cell of its own here.
  ['a;=1', "a;'=1"],
  ['a; "=1"', 'a; "\'=1"'],
  ['a\n=1', "a\n'=1"],
  ['a\r\n\r\n-b', "a\r\n\r\n'-b"],
  ['a\t@b', "a\t'@b"],
  // Harmless, and as they are.
  ['', ''],
  ['1-1', '1-1'],
  ['a = b', 'a = b'],
  ['a, -b', 'a, -b'],
  ['mail me@host', 'mail me@host'],
  ['007', '007'],
  ["'text'", "'text'"],
  ['Привет — 😀', 'Привет — 😀'],
])('%j becomes %j', (text, cell) => {
  expect(spreadsheetCell(text)).toBe(cell)
})

test('a cell holds 32,767 characters at most, its apostrophe and its mark among them', () => {
  expect(spreadsheetCell('x'.repeat(32_767))).toBe('x'.repeat(32_767))
  const cut = spreadsheetCell(`=${'x'.repeat(32_767)}`)
  expect(cut).toHaveLength(32_767)
  expect(cut).toMatch(/^'=x+ … \[cut: 32768 characters\]$/)
  // Never half of a character, wherever the cut falls.
  for (const start of ['', 'x']) {
    const emoji = spreadsheetCell(start + '😀'.repeat(20_000))
    expect(emoji.isWellFormed()).toBe(true)
    expect(emoji.length).toBeGreaterThan(32_765)
  }
})

test('property: no line or semicolon-separated piece of a cell begins like a formula, and the rest is the text', () => {
  const piece = fc.constantFrom(
    '=',
    '+',
    '-',
    '@',
    '＝',
    ' ',
    '\t',
    '\r',
    '\n',
    ';',
    '"',
    "'",
    ',',
    'a',
    '1',
    '\0',
  )
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      (text) => {
        const cell = spreadsheetCell(text)
        expect(cell).not.toMatch(/^[\t\r\n]/)
        for (const part of cell.split(/[;\t\r\n]/)) expect(part).not.toMatch(/^[ \0"]*[=+\-@＝]/)
        expect(cell.replaceAll("'", '')).toBe(text.replaceAll("'", ''))
      },
    ),
    { numRuns: 2000 },
  )
})

test('a megabyte of blanks is read once', () => {
  const start = performance.now()
  for (const blank of ['\n', ' ', ';', '"', ';\n ']) spreadsheetCell(blank.repeat(1_000_000))
  expect(performance.now() - start).toBeLessThan(5000)
})
