import { expect, test } from 'vitest'
import { disagreement } from '../../src/domain/disagreement.ts'
import type { Model } from '../../src/domain/model.ts'

const REPORTED = { parameters: 134_515_008, quantization: 'Q4_1', contextLength: 8192 }

test.each<[string, Partial<Model>, string | undefined]>([
  ['nothing stated', {}, undefined],
  ['exact', { parameters: 134_515_008, quantization: 'Q4_1', contextLength: 8192 }, undefined],
  ['rounded', { parameters: 135_000_000, quantization: 'q4_1' }, undefined],
  ['rounded to one digit', { parameters: 100_000_000 }, undefined],
  ['a smaller context is a limit, no disagreement', { contextLength: 4096 }, undefined],
  [
    'not rounded right',
    { parameters: 134_000_000 },
    'm: parameters is 134000000 in the config, 134515008 in the model',
  ],
  [
    'all in one line',
    { parameters: 1_500_000_000, quantization: 'Q8_0', contextLength: 16384 },
    'm: parameters is 1500000000 in the config, 134515008 in the model; quantization is Q8_0 in the config, ' +
      'Q4_1 in the model; context_length is 16384 in the config, 8192 in the model',
  ],
])('%s', (_name, stated, expected) => {
  const model: Model = { name: 'm', provider: 'p', servedAs: 'm', family: 'f', ...stated }
  expect(disagreement(model, REPORTED)).toBe(expected)
})

test('what a provider does not know is not held against the config', () => {
  const model: Model = { name: 'm', provider: 'p', servedAs: 'm', family: 'f', parameters: 7e9 }
  expect(disagreement(model, {})).toBeUndefined()
})
