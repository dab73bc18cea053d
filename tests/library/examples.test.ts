import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PROJECT } from '../commands/run-icl.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'icl-examples-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs an example as its first lines say, in a folder of its own. */
function run(example: string): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--conditions=icl-source', join(PROJECT, 'examples/library', example)],
    { cwd: folder, encoding: 'utf8' },
  )
  expect([status, stderr]).toEqual([0, ''])
  return stdout
}

test('ladder.ts prints its curve and its verdicts, and resumes', () => {
  const first = run('ladder.ts')
  expect(first).toMatch(/^complete: 576 trials asked, 0 found done\n/)
  expect(first).toMatch(/^simulated-8b\s+k=4 {2}0\.\d\d {2}\[0\.\d\d, 0\.\d\d\]$/m)
  expect(first).toMatch(/^k=4: \w+\. .*k=4/m)
  expect(first).toMatch(/^\d+ wrong answers$/m)
  expect(existsSync(join(folder, 'results/sums/report.html'))).toBe(true)
  const again = run('ladder.ts')
  expect(again).toBe(first.replace('576 trials asked, 0 found', '0 trials asked, 576 found'))
})

test('own-provider.ts: models that read more demonstrations answer more', () => {
  const out = run('own-provider.ts')
  const scores = [...out.matchAll(/k=8 {2}(\d\.\d\d)/g)].map(([, score]) => Number(score))
  expect(scores).toHaveLength(3)
  expect(scores.toSorted()).toEqual(scores)
  expect(scores[2]).toBeGreaterThan(scores[0] ?? 1)
  expect(out).toContain('No curve of this run can carry a verdict')
})
