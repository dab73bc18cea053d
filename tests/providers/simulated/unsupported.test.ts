import { expect, test } from 'vitest'
import type { SamplingOption } from '../../../src/domain/model.ts'
import { ask, modelOf, openModel, simulated } from './ask.ts'

const open = (unsupported: SamplingOption[], level = 1) =>
  openModel(simulated({ truth: { kind: 'flat', level }, noise: 0.7 }), modelOf(1e9, { unsupported }))

test('stop: the answer goes on, and is cut here', async () => {
  const taking = await ask(await open([]))
  const not = await ask(await open(['stop']))
  expect([not.text, not.finishReason]).toEqual([taking.text, 'stop'])
  const [first = ''] = taking.text.trim()
  const early = await ask(await open(['stop']), { decoding: { stop: [first] } })
  expect([early.text, early.finishReason]).toEqual([' ', 'stop'])
})

test('max_tokens: nothing ends the answer but itself', async () => {
  const decoding = { maxTokens: 1 }
  expect(await ask(await open([]), { decoding })).toMatchObject({
    finishReason: 'length',
    completionTokens: 1,
  })
  expect(await ask(await open(['max_tokens']), { decoding })).toMatchObject({
    text: ' 42',
    finishReason: 'stop',
  })
})

test.each<[SamplingOption[], number]>([
  // Of 40 sampled answers to one question, more than one kind.
  [[], 2],
  [['seed'], 2],
  [['temperature'], 1],
])('without %j, how many answers there are to one question at temperature 1', async (unsupported, kinds) => {
  const session = await open(unsupported, 0.5)
  const texts = new Set<string>()
  for (let repeat = 0; repeat < 40; repeat++) {
    const { text } = await ask(session, { key: `${repeat}`, seed: repeat, decoding: { temperature: 1 } })
    texts.add(text)
  }
  if (kinds === 1) expect(texts.size).toBe(1)
  else expect(texts.size).toBeGreaterThanOrEqual(kinds)
})

test('capabilities say what is taken', async () => {
  const { capabilities } = await open(['seed', 'stop'])
  expect(capabilities.samplingOptions).toEqual(['temperature', 'max_tokens'])
})
