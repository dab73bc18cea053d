import { expect, test } from 'vitest'
import { countOf, sizeOfName } from '../../src/domain/size-of-name.ts'

test.each([
  ['pythia-160m', 160e6, undefined, 'pythia'],
  ['pythia-160m-deduped', 160e6, undefined, 'pythia-deduped'],
  ['pythia-1b-bf16', 1e9, undefined, 'pythia-bf16'],
  ['opt_1.3b', 1.3e9, undefined, 'opt'],
  ['bloom-7b1', 7.1e9, undefined, 'bloom'],
  ['GPT-3 13B', 13e9, undefined, 'GPT-3'],
  ['qwen3-30b-a3b', 30e9, 3e9, 'qwen3'],
  ['Llama-3.2-1B-Instruct', 1e9, undefined, 'Llama-3.2-Instruct'],
])('%s', (name, parameters, activeParameters, family) => {
  expect(sizeOfName(name)).toEqual({ parameters, activeParameters, family })
})

test.each(['gpt2-xl', 'mixtral-8x7b', 'distil-1b-from-7b', 'mistral-128k', 'b'])(
  '%s states no size',
  (name) => {
    expect(sizeOfName(name)).toBeUndefined()
  },
)

test.each([
  ['160000000', 160e6],
  ['1.6e8', 160e6],
  ['1.3B', 1.3e9],
  ['10.6 M', 10.6e6],
  ['0', undefined],
  ['-1', undefined],
  ['large', undefined],
])('the count %s', (text, count) => {
  expect(countOf(text)).toBe(count)
})
