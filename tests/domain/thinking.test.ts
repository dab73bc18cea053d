import { describe, expect, test } from 'vitest'
import type { Completion } from '../../src/domain/provider.ts'
import { withThinkingApart } from '../../src/domain/thinking.ts'

const of = (text: string, more: Partial<Completion> = {}): Completion => ({
  text,
  finishReason: 'stop',
  ...more,
})

describe.each<[string, string, boolean, string, string | undefined]>([
  ['no thinking', ' Paris', false, ' Paris', undefined],
  ['thinking and answer', '<think>\nIt is France.\n</think>\n\nParis', false, 'Paris', 'It is France.'],
  ['blanks before it', '\n <think>a</think>b', false, 'b', 'a'],
  ['the longer tag', '<thinking>a</thinking> b', false, 'b', 'a'],
  ['thinking that never ends', '<think>It is', false, '', 'It is'],
  ['empty thinking', '<think>\n\n</think>\n\nParis', false, 'Paris', ''],
  ['thinking cut as soon as it began', '<think>', false, '', ''],
  ['a tag inside the answer', 'Write <think>a</think>', false, 'Write <think>a</think>', undefined],
  ['only its end, of a model that was not started inside', 'a</think>b', false, 'a</think>b', undefined],
  ['only its end, of a model started inside its thinking', 'a</think>\nb', true, 'b', 'a'],
  ['no thinking of a model that might', 'b', true, 'b', undefined],
  ['the first end counts', '<think>a</think>b</think>c', true, 'b</think>c', 'a'],
])('%s', (_name, text, opened, answer, reasoning) => {
  test(`${opened ? 'a reasoning model' : 'any model'}`, () => {
    const made = withThinkingApart(of(text), opened)
    expect([made.text, made.reasoning]).toEqual([answer, reasoning])
  })
})

test('what the server gave apart comes first', () => {
  const { reasoning } = withThinkingApart(of('<think>b</think>c', { reasoning: 'a' }), false)
  expect(reasoning).toBe('a\nb')
})

test('a completion without thinking is the same object', () => {
  const completion = of('Paris')
  expect(withThinkingApart(completion, true)).toBe(completion)
})
