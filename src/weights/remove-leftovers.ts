import { rm } from 'node:fs/promises'
import type { Model } from '../domain/model.ts'
import { lockPath, partialFolder, sourceKey } from './cache-layout.ts'
import { expandSource } from './expand-source.ts'
import { SourceFailure } from './source-failure.ts'
import type { WeightsDeps } from './weights-deps.ts'

/**
 * Removes what a fetch left that was killed after its file had reached the cache. Nobody works with it any more: whoever
 * takes the lock next finds the file.
 */
export async function removeLeftovers(
  model: Model,
  { cacheFolder, env }: Pick<WeightsDeps, 'cacheFolder' | 'env'>,
): Promise<void> {
  for (const source of model.weights ?? []) {
    if (source.kind === 'file') continue
    try {
      const key = sourceKey(expandSource(source, env))
      await rm(partialFolder(cacheFolder, key), { recursive: true, force: true })
      await rm(lockPath(cacheFolder, key), { force: true })
    } catch (error) {
      // A source whose variable is not set was never fetched; a cache that is only read keeps its leftovers.
      if (!(error instanceof SourceFailure) && !(error instanceof Error && 'code' in error)) throw error
    }
  }
}
