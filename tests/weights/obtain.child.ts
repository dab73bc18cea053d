import { obtainWeights } from '../../src/weights/obtain-weights.ts'

// Obtains the model given as JSON, into the cache given; killed by its parent at some moment.
const [, , cacheFolder = '', model = ''] = process.argv
await obtainWeights(JSON.parse(model), {
  cacheFolder,
  configFolder: cacheFolder,
  env: process.env,
  fetch,
  lockTiming: { beatMs: 50, staleMs: 400 },
})
