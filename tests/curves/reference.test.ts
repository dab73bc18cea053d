import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeWith } from '../real-parts.ts'
import { KINDS } from './reference/kinds.ts'
import {
  differences,
  isThere,
  type ReferenceCase,
  type ReferenceOutput,
  readCases,
  referenceFile,
} from './reference-cases.ts'

const file = referenceFile(process.env.REFERENCE_JSON)

function runCase(one: ReferenceCase): ReferenceOutput {
  const run = Object.hasOwn(KINDS, one.kind) ? KINDS[one.kind] : undefined
  if (run === undefined) throw new Error(`no test knows cases of kind ${one.kind}`)
  return run(one)
}

function everyCase(): void {
  test.each(readCases(file.path))('$id $name', (one) => {
    expect(differences(runCase(one), one)).toEqual([])
  })
}

// A file that is named must be there and be readable: what it throws fails this file of tests.
if (file.required) describe(`reference values of ${file.path}`, everyCase)
else if (isThere(file) || process.env.ICL_REQUIRE_ALL === '1')
  describeWith(['shared'], 'reference values', everyCase)
else describe.skip(`reference values [absent: ${file.path}]`, everyCase)

describe('the runner of reference values', () => {
  const one: ReferenceCase = {
    id: 'holm-1',
    kind: 'holm',
    name: '',
    input: { p: [0.01, 0.04] },
    expected: { adjusted: [0.02, 0.04] },
    tol: { abs: 1e-9 },
  }

  test.each<[string, Partial<ReferenceCase>, number]>([
    ['agreement', {}, 0],
    ['one number out of tolerance', { expected: { adjusted: [0.02, 0.05] } }, 1],
    ['a relative tolerance', { expected: { adjusted: [0.02, 0.05] }, tol: { rel: 0.2 } }, 0],
    ['a list of another length', { expected: { adjusted: [0.02] } }, 1],
    ['an expected value that is not found', { expected: { other: 1 } }, 1],
    ['null where nothing is found', { expected: { other: null } }, 0],
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

  test('a file without cases, or that is no JSON, fails', () => {
    const folder = mkdtempSync(join(tmpdir(), 'icl-reference-'))
    const path = join(folder, 'cases.json')
    for (const text of ['', '{', '{}', '{"cases": []}']) {
      writeFileSync(path, text)
      expect(() => readCases(path), text).toThrow()
    }
    rmSync(folder, { recursive: true })
    expect(() => readCases(path)).toThrow()
  })

  test('a file that is named is required', () => {
    expect(referenceFile('/elsewhere.json')).toEqual({ path: '/elsewhere.json', required: true })
    expect(referenceFile(undefined).required).toBe(false)
  })
})
