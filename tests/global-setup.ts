import { readConfig } from '../src/config/load-config.ts'
import { obtainWeights } from '../src/weights/obtain-weights.ts'
import { cacheFolder } from './real-parts.ts'

/** Fetches the smallest real model once, so that the tests that need it run; without it they are skipped by name. */
export default async function fetchSmallestModel(): Promise<void> {
  const config = await readConfig(new URL('../harness.config.yaml', import.meta.url).pathname, process.env)
  const model = config.models.find(({ name }) => name === 'smollm2-135m-instruct')
  if (model === undefined) throw new Error('the smallest model is not in the config')
  try {
    await obtainWeights(model, {
      cacheFolder,
      configFolder: '.',
      env: process.env,
      fetch,
      notice: console.log,
    })
  } catch (error) {
    console.log(`${model.name} cannot be fetched, so its tests are skipped: ${(error as Error).message}`)
  }
}
