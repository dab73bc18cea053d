import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeWith } from '../real-parts.ts'
import { KINDS } from './reference/kinds.ts'
import {
  checkedCase,
  differences,
  isThere,
  type ReferenceCase,
  type ReferenceOutput,
  readCases,
  referenceFile,
} from './reference-cases.ts'

const file = referenceFile(process.env.REFERENCE_JSON)

function runCase(given: ReferenceCase): ReferenceOutput {
  const one = checkedCase(given)
  const run = Object.hasOwn(KINDS, one.kind) ? KINDS[one.kind] : undefined
  if (run === undefined) throw new Error(`no test knows cases of kind ${one.kind}`)
  return run(one)
}

/** Edges that the shared file does not have, made by an independent implementation in Python: the file says with what. */
const moreCases = join(import.meta.dirname, 'reference', 'more-cases.json')

function everyCase(path: string = file.path): void {
  test.each(readCases(path))('$id $name', (one) => {
    expect(differences(runCase(one), one).join('\n')).toBe('')
  })
}

// A file that is named must be there and be readable: what it throws fails this file of tests.
if (file.required) describe(`reference values of ${file.path}`, () => everyCase())
else if (isThere(file) || process.env.ICL_REQUIRE_ALL === '1')
  describeWith(['shared'], 'reference values', () => everyCase())
// The body of a suite that is skipped runs all the same, and here there is nothing to read.
else test.skip(`reference values [absent: ${file.path}]`, () => {})

describe('more reference values', () => everyCase(moreCases))

describe('the runner of reference values', () => {
  const one: ReferenceCase = {
    id: 'holm-1',
    kind: 'holm',
    name: '',
    input: { p: [0.01, 0.04] },
    expected: { adjusted: [0.02, 0.04] },
    tol: { abs: 1e-9 },
  }

  const FLAT = { input: { params: [1e8, 1e9], scores: [0.5, 0.5] } }

  test.each<[string, Partial<ReferenceCase>, number]>([
    ['agreement', {}, 0],
    ['one number out of tolerance', { expected: { adjusted: [0.02, 0.05] } }, 1],
    ['a relative tolerance', { expected: { adjusted: [0.02, 0.05] }, tol: { rel: 0.2 } }, 0],
    ['a list of another length', { expected: { adjusted: [0.02] } }, 1],
    ['an expected value that is not found', { expected: { other: 1 } }, 1],
    ['null for what nothing tells', { expected: { other: null } }, 1],
    ['null where nothing is found', { kind: 'big_bench', ...FLAT, expected: { breakthroughness: null } }, 0],
    ['a number where nothing is found', { kind: 'big_bench', ...FLAT, expected: { breakthroughness: 0 } }, 1],
    ['null where a value is found', { expected: { adjusted: null } }, 1],
    ['no tolerance given, and a number that is not the same', { expected: { other: 0 }, tol: {} }, 1],
  ])('%s', (_name, change, count) => {
    const changed = { ...one, ...change }
    expect(differences(runCase(changed), changed)).toHaveLength(count)
  })

  test('a kind that is unknown fails', () => {
    expect(() => runCase({ ...one, kind: 'haruspicy' })).toThrow('haruspicy')
    expect(() => runCase({ ...one, kind: 'toString' })).toThrow('toString')
  })

  test.each<[string, unknown]>([
    ['no case', null],
    ['no kind', { ...one, kind: undefined }],
    ['no input', { ...one, input: undefined }],
    ['nothing expected', { ...one, expected: {} }],
    ['a list expected', { ...one, expected: [0.02, 0.04] }],
    ['a tolerance of another name', { ...one, tol: { adjusted: 0.1 } }],
    ['a tolerance that is no number', { ...one, tol: { abs: '0.1' } }],
  ])('a case that cannot be compared fails: %s', (_name, wrong) => {
    expect(() => runCase(wrong as ReferenceCase)).toThrow('a case ')
  })

  test('a file without cases, or that is no JSON, fails', () => {
    const folder = mkdtempSync(join(tmpdir(), 'icl-reference-'))
    const path = join(folder, 'cases.json')
    for (const text of ['', '{', '{}', '[]', 'null', '{"cases": []}', '{"cases": {"a": 1}}']) {
      writeFileSync(path, text)
      expect(() => readCases(path), text).toThrow()
    }
    expect(() => readCases(folder)).toThrow()
    rmSync(folder, { recursive: true })
    expect(() => readCases(path)).toThrow()
  })

  test('a file that is named is required', () => {
    expect(referenceFile('/elsewhere.json')).toEqual({ path: '/elsewhere.json', required: true })
    expect(referenceFile(undefined).required).toBe(false)
  })
})
