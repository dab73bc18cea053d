import { expect, test } from 'vitest'
import type { Model } from '../../../src/domain/model.ts'
import { disagreement } from '../../../src/providers/llama/disagreement.ts'

const FACTS = {
  parameters: 134_515_008,
  quantization: 'Q4_1',
  trainedContext: 8192,
  family: 'smollm2',
  contextLength: 8192,
  noChat: undefined,
  notices: [],
}

test.each<[string, Partial<Model>, string | undefined]>([
  ['nothing stated', {}, undefined],
  ['exact', { parameters: 134_515_008, quantization: 'Q4_1', contextLength: 8192 }, undefined],
  ['rounded', { parameters: 135_000_000, quantization: 'q4_1' }, undefined],
  ['rounded to one digit', { parameters: 100_000_000 }, undefined],
  [
    'not rounded right',
    { parameters: 134_000_000 },
    'm: parameters is 134000000 in the config, 134515008 in the file',
  ],
  [
    'all in one line',
    { parameters: 1_500_000_000, quantization: 'Q8_0', contextLength: 4096 },
    'm: parameters is 1500000000 in the config, 134515008 in the file; quantization is Q8_0 in the config, ' +
      'Q4_1 in the file; context_length is 4096 in the config, 8192 in the file',
  ],
])('%s', (_name, stated, expected) => {
  const model: Model = { name: 'm', provider: 'p', servedAs: 'm', family: 'f', ...stated }
  expect(disagreement(model, FACTS)).toBe(expected)
})
