import { GgufFileType, readGgufFileInfo } from 'node-llama-cpp'
import { expect, test } from 'vitest'
import { readGgufFacts } from '../../../src/providers/llama/gguf-facts.ts'
import { describeWith, pathOf } from '../../real-parts.ts'
import type { RealModel } from './real-engine.ts'

/** The Qwen files store the tied embedding twice, in two quantisations: as they stand they hold 630,167,424 and 1,777,088,000. */
const EXPECTED: readonly (readonly [RealModel, object])[] = [
  ['smollm2-135m-instruct', { parameters: 134_515_008, quantization: 'Q4_1', trainedContext: 8192 }],
  ['gemma3-270m', { parameters: 268_098_176, quantization: 'Q4_K_M', trainedContext: 32_768 }],
  [
    'qwen2.5-coder-0.5b-instruct',
    { parameters: 494_032_768, quantization: 'Q4_K_M', trainedContext: 32_768 },
  ],
  [
    'qwen2.5-coder-1.5b-instruct',
    { parameters: 1_543_714_304, quantization: 'Q4_K_M', trainedContext: 32_768 },
  ],
]

for (const [name, facts] of EXPECTED)
  describeWith([name], `facts of ${name}`, () => {
    test('size with tied weights counted once, quantisation, context', async () => {
      const reader = { readGgufFileInfo, fileTypeName: (type: number) => GgufFileType[type] }
      expect(await readGgufFacts(pathOf(name), reader)).toMatchObject(facts)
    })
  })
