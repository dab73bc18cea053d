import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { arithmeticFiles } from '../../tasks/arithmetic/generate.ts'
import { readItems, readSuite, shownTarget, tasksFolder } from './items.ts'

const WORDED = /^What is (\d+) (plus|minus|times) (\d+)\?$/
const COMPOSITE = /^What is (\d)([+*-])\((\d)([+*-])(\d)\)\?$/

/** Reads the question, not the generator's numbers; exact for any length. */
function answerTo(question: string): bigint {
  const worded = WORDED.exec(question)
  if (worded) return apply(worded[2] ?? '', worded[1] ?? '', BigInt(worded[3] ?? ''))
  const composite = COMPOSITE.exec(question)
  if (!composite) throw new Error(`not in the paper's wording: ${question}`)
  const [, a = '', outer = '', b = '', inner = '', c = ''] = composite
  return apply(outer, a, apply(inner, b, BigInt(c)))
}

function apply(sign: string, left: string, right: bigint): bigint {
  const a = BigInt(left)
  if (sign === 'plus' || sign === '+') return a + right
  if (sign === 'minus' || sign === '-') return a - right
  return a * right
}

const OPERATION = { add: 'plus', subtract: 'minus', multiply: 'times' } as const

describe('the generator', () => {
  test.each([...arithmeticFiles()])('writes %s as it ships, byte for byte', (name, text) => {
    expect(text).toBe(readFileSync(join(tasksFolder, 'arithmetic', name), 'utf8'))
  })

  test('covers every task of the suite', () => {
    const files = readSuite('arithmetic').tasks.map((task) => task.items.replace('arithmetic/', ''))
    expect([...arithmeticFiles().keys()].toSorted()).toEqual(files.toSorted())
  })
})

describe.each(readSuite('arithmetic').tasks)('$name', ({ name, items: file }) => {
  const items = readItems(file)

  test('has 200 queries beside 16 demonstrations', () => {
    expect(items).toHaveLength(216)
  })

  test('has right answers', () => {
    for (const item of items)
      expect(`${item.input} ${shownTarget(item)}`).toBe(`${item.input} ${answerTo(item.input)}`)
  })

  test('asks nothing twice in another order', () => {
    const questions = items.map(({ input }) => {
      const [, a, operation, b] = WORDED.exec(input) ?? []
      if (operation === undefined || operation === 'minus') return input
      return `${operation} ${[a, b].toSorted().join(' ')}`
    })
    expect(new Set(questions).size).toBe(items.length)
  })

  if (name === 'composite-1-digit')
    test('uses every sign in both places', () => {
      const signs = items.map(({ input }) => COMPOSITE.exec(input)?.slice(1))
      expect(new Set(signs.map((parts) => `${parts?.[1]} ${parts?.[3]}`)).size).toBe(9)
    })
  else
    test('has operands of the stated size, most of them of full length', () => {
      const [verb, digits] = name.split('-') as [keyof typeof OPERATION, string]
      const parts = items.map(({ input }) => WORDED.exec(input) ?? [])
      expect(new Set(parts.map((part) => part[2]))).toEqual(new Set([OPERATION[verb]]))
      const lengths = parts.flatMap((part) => [part[1]?.length ?? 0, part[3]?.length ?? 0])
      expect(Math.max(...lengths)).toBe(Number(digits))
      // Uniform on [0, 10^digits): nine of ten numbers have all the digits.
      const full = lengths.filter((length) => length === Number(digits)).length / lengths.length
      expect(full).toBeGreaterThan(0.84)
      expect(full).toBeLessThan(0.96)
    })
})
