import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { additionProject, modelEntry } from '../faults/addition-project.ts'
import { startFaultServer } from '../faults/fault-server.ts'
import { tinyDisk } from '../results/tiny-disk.ts'
import { startIcl } from './icl-process.ts'

const TRIALS = 600
const CONCURRENCY = 8

test('a disk that runs full ends the run with a sentence; with room again the same command asks what is missing', async ({
  skip,
}) => {
  const disk = tinyDisk('160k')
  if (disk === undefined) return skip('needs the right to mount a tmpfs')
  const server = await startFaultServer()
  const provider = `{type: openai, base_url: '${server.baseUrl}', api: completions, concurrency: ${CONCURRENCY}}`
  const project = additionProject({
    items: TRIALS / 2,
    providers: { stub: provider },
    models: [modelEntry('m', 'stub'), modelEntry('n', 'stub')],
  })
  try {
    for (const name of ['harness.config.yaml', 'tasks'])
      cpSync(project.path(name), join(disk.folder, name), { recursive: true })
    const run = () => startIcl(['run', '--config', join(disk.folder, 'harness.config.yaml')]).ended
    const first = await run()
    expect([first.exitCode, first.notes]).toEqual([
      2,
      expect.stringMatching(/trials\.csv: the disk is full; every finished trial before this one is kept/),
    ])
    const path = join(disk.folder, 'results/first/trials.csv')
    const kept = (parse(readFileSync(path)) as unknown[]).length - 1
    expect(kept).toBeGreaterThan(20)
    expect(kept).toBeLessThan(TRIALS)
    // Both models stop: their probes and what was in flight have no row.
    expect(server.counts.requests - kept).toBeLessThanOrEqual(2 + 2 * CONCURRENCY)

    // Still full: said at once, nothing is lost, and nothing is asked in vain.
    const again = await run()
    expect([again.exitCode, again.notes]).toEqual([2, expect.stringContaining('the disk is full')])
    expect((parse(readFileSync(path)) as unknown[]).length - 1).toBeGreaterThanOrEqual(kept)

    disk.grow('8m')
    const last = await run()
    expect(last.exitCode).toBe(0)
    const rows: Record<string, string>[] = parse(readFileSync(path), { columns: true })
    expect(rows).toHaveLength(TRIALS)
    expect(new Set(rows.map((row) => row.trial_key)).size).toBe(TRIALS)
    expect(rows.every((row) => row.score_exact_match === '1')).toBe(true)
  } finally {
    await server.stop()
    project.remove()
    disk.remove()
  }
}, 60_000)
