import { describe, expect, test } from 'vitest'
import { InputError, unknownName } from '../../src/domain/input-error.ts'
import { nearestName } from '../../src/domain/nearest.ts'

describe('nearest name', () => {
  test.each([
    ['modle', ['model', 'models', 'tasks'], 'model'],
    ['Shots', ['shots', 'seed'], 'shots'],
    ['exact-match', ['exact_match', 'chrf'], 'exact_match'],
    ['xyz', ['model', 'tasks'], undefined],
    ['', ['model'], undefined],
    ['qwen2.5-coder-0.5', ['qwen2.5-coder-0.5b-instruct', 'gemma3-270m'], undefined],
  ])('%j among %j is %j', (typed, allowed, nearest) => {
    expect(nearestName(typed, allowed)).toBe(nearest)
  })
})

test('a problem reads as place, message, nearest, allowed, hint', () => {
  const error = new InputError({
    ...unknownName('key', 'modle', ['model', 'tasks'], { file: 'harness.config.yaml', line: 3, column: 5 }),
    hint: 'See the README.',
  })
  expect(error.message).toBe(
    'harness.config.yaml:3:5: unknown key "modle"; did you mean "model"?; allowed: model, tasks; See the README.',
  )
})

test('several problems stand on a line each, in order', () => {
  expect(new InputError('first', { message: 'second', file: 'f' }).message).toBe('first\nf: second')
})

test('of very many problems the first twenty are told, and how many more there are', () => {
  const [first = { message: '' }, ...others] = Array.from({ length: 1319 }, (_, row) => ({
    message: `row ${row}`,
  }))
  const error = new InputError(first, ...others)
  expect(error.message.split('\n').slice(-2)).toEqual(['row 19', '… and 1299 more'])
  expect(error.problems).toHaveLength(1319)
})
