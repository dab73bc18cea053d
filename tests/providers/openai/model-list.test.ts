import { expect, test } from 'vitest'
import { nearestModels, parseModelList } from '../../../src/providers/openai/model-list.ts'

test.each([
  ['Q4_1', 'Q4_1'],
  ['Q4_K - Medium', 'Q4_K_M'],
  ['Q3_K - Large', 'Q3_K_L'],
  ['Q2_K - Medium', 'Q2_K'],
  ['(guessed) Q4_1', undefined],
  ['', undefined],
  [7, undefined],
])('llama.cpp’s file type %j is %j', (ftype, quantization) => {
  expect(parseModelList({ data: [{ id: 'm', meta: { ftype } }] })?.[0]?.quantization).toBe(quantization)
})

test.each([[{}], ['<html>'], [{ data: {} }], [null]])('%j is no list', (body) => {
  expect(parseModelList(body)).toBeUndefined()
})

test('entries without an id are passed over', () => {
  expect(parseModelList({ data: [null, {}, { id: 'm' }] })?.map(({ id }) => id)).toEqual(['m'])
})

test('a long list is named by its first ten', () => {
  const listed =
    parseModelList({ data: Array.from({ length: 12 }, (_, at) => ({ id: `model-number-${at}` })) }) ?? []
  expect(nearestModels('zzz', listed)).toMatch(/^it has: model-number-0, .*model-number-9, and 2 more$/)
  expect(nearestModels('model-number-x', listed)).toMatch(/^did you mean "model-number-0"\? It has: /)
})
