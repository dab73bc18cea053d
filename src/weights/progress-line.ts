import type { WeightsProgress } from './weights-deps.ts'

const WORDS = { fetch: 'fetching', join: 'joining', verify: 'checking' } as const

/** One line for a terminal: `smollm2  fetching [████░░░░] 48.1 of 98.4 MB, 49 %`. The bar is `width` cells. */
export function progressLine(progress: WeightsProgress, width = 24): string {
  const { model, stage, bytesDone, bytesTotal } = progress
  const start = `${model}  ${WORDS[stage]}`
  const done = (bytesDone / 1e6).toFixed(1)
  if (bytesTotal === undefined || bytesTotal <= 0) return `${start} ${done} MB`
  const share = Math.min(1, bytesDone / bytesTotal)
  const cells = Math.floor(share * width)
  const bar = '█'.repeat(cells) + '░'.repeat(width - cells)
  return `${start} [${bar}] ${done} of ${(bytesTotal / 1e6).toFixed(1)} MB, ${Math.floor(share * 100)} %`
}
