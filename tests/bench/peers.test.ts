import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { additionWork, shown } from '../../bench/peers/addition-work.ts'
import { measureCommand } from '../../bench/peers/measure-command.ts'
import { median } from '../../bench/peers/median.ts'
import { TOOLS } from '../../bench/peers/tools/tools.ts'
import { withJob } from '../../bench/peers/with-job.ts'
import { withSection } from '../../bench/peers/write-section.ts'

describe('the work that all tools are given', () => {
  const work = additionWork(10_000)

  it('asks no sum twice, and none that it shows', () => {
    const sums = [...work.items, ...work.demonstrations].map(({ input }) => input)
    expect(new Set(sums).size).toBe(10_005)
  })

  it('shows five sums with their answers', () => {
    expect(shown(work).match(/^Q: (\d+ \+ \d+)\nA: \d+\n\n/gm)).toHaveLength(5)
    for (const { input, target } of work.demonstrations) {
      const [a, b] = input.split(' + ').map(Number)
      expect(Number(a) + Number(b)).toBe(Number(target))
    }
  })
})

// The other tools are not on every machine; these are.
describe.each(TOOLS.filter(({ name }) => ['undici', 'openai', 'ours', 'ours-default'].includes(name)))(
  '$name',
  (tool) => {
    it('does the work, one request a trial, and reports it', { timeout: 60_000 }, async () => {
      const seen = await withJob(tool, 6, { latencyMs: 0, mix: 'none' }, async ({ job, log, server }) => ({
        usage: await measureCommand(job.command, log, 50),
        reported: await job.report(),
        counts: await server.counts(),
      }))
      expect(seen.usage.exitCode).toBe(0)
      expect(seen.usage.cpuS).toBeGreaterThan(0.01)
      expect(seen.usage.peakRssBytes).toBeGreaterThan(20e6)
      expect(seen.reported).toEqual({ right: 6, wrong: 0, unscored: 0 })
      if (tool.name !== 'ours-default') expect(seen.counts.prompts).toBeLessThanOrEqual(7)
      if (tool.name !== 'ours-default') expect(seen.counts.answeredAgain).toBe(0)
    })
  },
)

it('ends a command at its limit, with all that it started', async () => {
  const command = { argv: ['sh', '-c', 'sleep 60; true'], cwd: '/' }
  const { exitCode, wallS } = await measureCommand(command, join(tmpdir(), 'icl-peers-limit'), 0.5)
  expect(exitCode).toBeUndefined()
  expect(wallS).toBeLessThan(20)
})

it.each([
  ['a\n<!-- x -->\nold\n<!-- /x -->\nb\n', 'a\n<!-- x -->\nnew\n<!-- /x -->\nb\n'],
  ['a\n', 'a\n\n<!-- x -->\nnew\n<!-- /x -->\n'],
])('writes a table at its place in %j', (before, after) => {
  expect(withSection(before, 'x', 'new')).toBe(after)
})

it('takes the middle of several runs', () => {
  expect(median([3, 1, 2])).toBe(2)
})
