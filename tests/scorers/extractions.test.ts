import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/domain/input-error.ts'
import type { Options } from '../../src/domain/option-rule.ts'
import { EXTRACTIONS } from '../../src/scorers/extractions.ts'

function answerOf(type: string, options: Options, response: string): string | undefined {
  return EXTRACTIONS[type]?.compile(options)(response)?.answer
}

describe.each<[type: string, options: Options, cases: [response: string, answer: string | undefined][]]>([
  [
    'whole',
    {},
    [
      ['  Paris\n', 'Paris'],
      ['a\nb', 'a\nb'],
      [' \n ', undefined],
    ],
  ],
  [
    'first-line',
    {},
    [
      [' Paris\nCountry: Spain', 'Paris'],
      ['\n\n Paris', 'Paris'],
      ['Paris\r\nNext', 'Paris'],
      ['\n\n', undefined],
      ['', undefined],
    ],
  ],
  [
    'after-marker',
    { marker: '####' },
    [
      ['so 3 + 4\n#### 7\nQ: next', '7'],
      ['#### 1\n#### 2', '2'],
      ['no marker 7', undefined],
      ['#### \n7', undefined],
    ],
  ],
  [
    'last-number',
    {},
    [
      ['3 + 4 = 7', '7'],
      ['The total is $1,234.50.', '1234.50'],
      ['it falls to -12', '-12'],
      ['it falls to \u2212$1,234.5', '-1234.5'],
      ['a loss of $-5', '-5'],
      ['7-3', '3'],
      ['7 - 3', '3'],
      ['GPT-4', '4'],
      ['= -3 degrees', '-3'],
      ['1,2,3', '3'],
      ['12,3456', '3456'],
      ['about .5', '.5'],
      ['6.02e23 of them', '6.02e23'],
      ['答案是４２。', '42'],
      ['１，２３４', '1234'],
      ['12345678901234567890', '12345678901234567890'],
      ['42.', '42'],
      ['none', undefined],
    ],
  ],
  [
    'regex',
    { pattern: 'answer is (\\w+)' },
    [
      ['the answer is B, not C', 'B'],
      ['nothing', undefined],
    ],
  ],
  ['regex', { pattern: '\\d+' }, [['a 12 b 3', '12']]],
  ['regex', { pattern: '(\\d+)-(\\d+)', group: 2 }, [['12-34', '34']]],
  ['regex', { pattern: '(\\d+)-(?<right>\\d+)', group: 'right' }, [['12-34', '34']]],
  ['regex', { pattern: 'ANSWER: (.*)', flags: 'i' }, [['answer:  x ', 'x']]],
  ['regex', { pattern: '(a)|b' }, [['b', undefined]]],
  ['regex', { pattern: '\\d+', match: 'last' }, [['a 12 b 3', '3']]],
  [
    'regex',
    { pattern: '(a\\d?)|b(\\d)', group: 'any', match: 'last' },
    [
      ['a1 b2', '2'],
      ['b2 a1', 'a1'],
    ],
  ],
])('%s %j', (type, options, cases) => {
  test.each(cases)('%j → %j', (response, answer) => {
    expect(answerOf(type, options, response)).toBe(answer)
  })
})

test.each<[type: string, options: Options, response: string, complete: boolean]>([
  ['first-line', {}, 'Paris\nCountry', true],
  ['first-line', {}, 'Par', false],
  ['after-marker', { marker: '#' }, '# 7\n', true],
  ['after-marker', { marker: '#' }, '# 7', false],
  ['last-number', {}, '7 and', false],
  ['whole', {}, 'a\nb', false],
  ['regex', { pattern: '\\((.)\\)' }, '(A) because', true],
  ['regex', { pattern: '\\d+' }, '12', false],
  ['regex', { pattern: '\\d', match: 'last' }, '12 and', false],
])('%s %j of %j: complete before the end is %j', (type, options, response, complete) => {
  expect(EXTRACTIONS[type]?.compile(options)(response)?.complete).toBe(complete)
})

test.each<[options: Options, message: RegExp]>([
  [{ pattern: '(' }, /extraction regex: .*Invalid regular expression/],
  [{ pattern: 'a', flags: 'g' }, /flag "g"; allowed: i, m, s, u/],
  [{ pattern: '(a)', group: 2 }, /no group 2 in \(a\); allowed: 0, 1/],
  [{ pattern: '(?<x>a)', group: 'y' }, /no group "y".*allowed: 0, 1, any, x/],
])('regex %j is refused', (options, message) => {
  const compile = () => EXTRACTIONS.regex?.compile(options)
  expect(compile).toThrow(InputError)
  expect(compile).toThrow(message)
})
