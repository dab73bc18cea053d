import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Model } from '../../src/domain/model.ts'
import type { WeightsDeps, WeightsProgress } from '../../src/weights/weights-deps.ts'

/** Bytes that no compressor shrinks, with the first four of a GGUF file. */
export function ggufOf(bytes: number): Buffer {
  return Buffer.concat([Buffer.from('GGUF'), randomBytes(bytes - 4)])
}

export function sha256Of(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

/** A model with only what weights are about. */
export function modelWith(about: Partial<Model>): Model {
  return { name: 'm', provider: 'local', servedAs: 'm', family: 'F', ...about }
}

export interface Bench {
  readonly folder: string
  readonly cacheFolder: string
  readonly deps: WeightsDeps
  readonly notices: string[]
  readonly progress: WeightsProgress[]
  /** Files under cache/weights, relative and sorted, without the records. */
  files(): Promise<string[]>
}

/** A temporary folder with a cache in it, and deps that note what they are told. Pauses take no time. */
export async function bench(more: Partial<WeightsDeps> = {}): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'icl-weights-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const cacheFolder = join(folder, 'cache')
  const notices: string[] = []
  const progress: WeightsProgress[] = []
  const deps: WeightsDeps = {
    cacheFolder,
    configFolder: folder,
    env: {},
    fetch: (url, init) => fetch(url, init),
    wait: async () => undefined,
    lockTiming: { beatMs: 50, staleMs: 500 },
    notice: (line) => notices.push(line),
    onProgress: (event) => progress.push(event),
    ...more,
  }
  return {
    folder,
    cacheFolder,
    deps,
    notices,
    progress,
    files: () => filesUnder(join(cacheFolder, 'weights')),
  }
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => !/^(digests|sources)\//.test(name))
    .sort()
}
