import { rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Model } from '../domain/model.ts'
import type { WeightSource } from '../domain/weight-source.ts'
import { readRecord, sourceKey, sourceRecord, weightsPath } from './cache-layout.ts'
import { expandSource, nameSource } from './expand-source.ts'
import { digestFile } from './file-digest.ts'
import { isFileSystemError, sizeOf } from './file-system-error.ts'
import { progressMeter } from './progress-meter.ts'
import { SourceFailure } from './source-failure.ts'
import type { WeightsDeps, WeightsFile } from './weights-deps.ts'

/** Whether a model's weights are on this machine. */
export type WeightsFound = ({ readonly status: 'present' } & WeightsFile) | { readonly status: 'absent' }

/** What looking for weights needs; nothing is fetched. */
export type FindWeightsDeps = Pick<
  WeightsDeps,
  'cacheFolder' | 'configFolder' | 'env' | 'signal' | 'onProgress' | 'notice'
>

/**
 * Looks for a model's weights on this machine: in the cache and at its `file:` sources. Reads a whole file only
 * when it has not been read before, or has changed. With a declared sha256 any file that has it will do; without
 * one the first source decides, so a `file:` after a source that was never fetched does not count.
 */
export async function findWeights(model: Model, deps: FindWeightsDeps): Promise<WeightsFound> {
  if (model.sha256 !== undefined) {
    const cached = await findCached(model, model.sha256, deps)
    if (cached !== undefined) return { status: 'present', ...cached }
  }
  for (const source of model.weights ?? []) {
    const file = await findAtSource(source, model, deps)
    if (file !== undefined) return { status: 'present', ...file }
    if (model.sha256 === undefined && source.kind !== 'file') break
  }
  return { status: 'absent' }
}

/** The file of a `file:` source, used in place. Throws a SourceFailure when it is not there or not the right one. */
export async function readFileSource(
  source: Extract<WeightSource, { kind: 'file' }>,
  model: Model,
  deps: FindWeightsDeps,
): Promise<WeightsFile> {
  const expanded = expandSource(source, deps.env)
  const path = resolve(deps.configFolder, expanded.kind === 'file' ? expanded.path : '')
  try {
    const facts = await stat(path)
    if (!facts.isFile()) throw new SourceFailure(`${path} is not a file`)
    if (model.bytes !== undefined && facts.size !== model.bytes)
      throw new SourceFailure(`${path} has ${facts.size} bytes, the model declares ${model.bytes}`)
    const onBytes = progressMeter(deps, { model: model.name, source: nameSource(source), stage: 'verify' })
    const file = await digestFile(deps.cacheFolder, path, { signal: deps.signal, onBytes })
    if (model.sha256 !== undefined && file.sha256 !== model.sha256)
      throw new SourceFailure(`${path} has sha256 ${file.sha256}, expected ${model.sha256}`)
    return file
  } catch (error) {
    if (!isFileSystemError(error)) throw error
    throw new SourceFailure(error.code === 'ENOENT' ? `no such file: ${path}` : error.message)
  }
}

/** The file that a source gave when it was fetched, if it is in the cache still. */
export async function findFetched(
  expanded: WeightSource,
  model: Model,
  deps: FindWeightsDeps,
): Promise<WeightsFile | undefined> {
  if (model.sha256 !== undefined) return findCached(model, model.sha256, deps)
  const record = await readRecord(sourceRecord(deps.cacheFolder, sourceKey(expanded)))
  return typeof record?.sha256 === 'string' ? findCached(model, record.sha256, deps) : undefined
}

async function findAtSource(
  source: WeightSource,
  model: Model,
  deps: FindWeightsDeps,
): Promise<WeightsFile | undefined> {
  try {
    if (source.kind === 'file') return await readFileSource(source, model, deps)
    if (model.sha256 === undefined) return await findFetched(expandSource(source, deps.env), model, deps)
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error
  }
  return undefined
}

/** The cache's file of this content; a file that no longer has it is removed. */
async function findCached(
  model: Model,
  sha256: string,
  deps: FindWeightsDeps,
): Promise<WeightsFile | undefined> {
  const path = weightsPath(deps.cacheFolder, sha256)
  if ((await sizeOf(path)) === undefined) return undefined
  const onBytes = progressMeter(deps, { model: model.name, source: `file: ${path}`, stage: 'verify' })
  const file = await digestFile(deps.cacheFolder, path, { signal: deps.signal, onBytes })
  if (file.sha256 === sha256) return file
  deps.notice?.(`${path} is damaged (its sha256 is ${file.sha256}) and is removed from the cache`)
  await rm(path, { force: true }).catch(() => undefined)
  return undefined
}
