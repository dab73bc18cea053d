import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Result } from '../../src/domain/result.ts'
import { csvRow } from '../../src/results/csv-text.ts'
import { toRow } from '../../src/results/result-row.ts'
import { openTrialsFile } from '../../src/results/trials-file.ts'
import { amount, type Line } from './line.ts'

const ROWS = 50_000
const SYNCED_ROWS = 300

/** What a row costs as we write it (each at once, synced within a second), and if each were synced by itself. */
export async function priceOfDurability(folder: string): Promise<Line[]> {
  const file = await openTrialsFile(join(folder, 'trials.csv'), ['score_exact_match'])
  const ours = microsecondsEach(ROWS, (n) => file.append(resultOf(n)))
  await file.close()
  const bare = openSync(join(folder, 'synced.csv'), 'w')
  const synced = microsecondsEach(SYNCED_ROWS, (n) => {
    writeSync(bare, csvRow(toRow(resultOf(n), ['score_exact_match'])))
    fsyncSync(bare)
  })
  closeSync(bare)
  return [
    {
      what: 'a row on file, synced within 1 s',
      ours: amount(ours, 'µs'),
      beside: `an fsync for each row: ${amount(synced, 'µs')}`,
      target: 'a power loss takes the trials of its last second at most; kill −9 takes none',
      holds: true,
    },
  ]
}

function microsecondsEach(count: number, work: (n: number) => void): number {
  const start = performance.now()
  for (let n = 0; n < count; n++) work(n)
  return ((performance.now() - start) * 1000) / count
}

function resultOf(n: number): Result {
  return {
    trialKey: n.toString(16).padStart(32, '0'),
    model: 'm',
    provider: 'server',
    engine: 'openai http://127.0.0.1:8000/v1',
    family: 'Any',
    parameters: 1e9,
    task: 'addition',
    taskVersion: '1',
    rendering: 'raw',
    instruction: 'off',
    control: 'gold',
    sampling: 'shared',
    shots: 5,
    draw: 0,
    repeat: 0,
    item: String(n),
    outcome: 'ok',
    finishReason: 'stop',
    response: ' 1234\n',
    answer: '1234',
    target: '1234',
    scores: { score_exact_match: 1 },
    promptTokens: 60,
    completionTokens: 3,
    latencyMs: 1.5,
    attempts: 1,
    finishedAt: '2026-01-01T00:00:00.000Z',
  }
}
