import { readFileSync } from 'node:fs'
import { measureCommand } from './measure-command.ts'
import { median } from './median.ts'
import type { Steps } from './steps.ts'
import type { Tool } from './tool.ts'
import { withJob } from './with-job.ts'

/** The medians of one job's runs. */
export interface CostRun {
  readonly trials: number
  readonly latencyMs: number
  readonly runs: number
  readonly wallS: number
  readonly cpuS: number
  readonly peakRssBytes: number
}

/** What a tool's work costs. */
export interface Cost {
  readonly one: CostRun
  readonly atOnce: CostRun
  readonly at50Ms: CostRun
  /** Ten times the trials; only for tools that are done within minutes. */
  readonly tenfold: CostRun | undefined
}

const LIMIT_S = 240
const RUNS = 3
/** A run that takes longer is not repeated. */
const QUICK_S = 15

/** Measures a tool's cost, or takes what was measured before. */
export async function measureCost(tool: Tool, version: string, trials: number, steps: Steps): Promise<Cost> {
  const measure = (name: string, count: number, latencyMs: number): Promise<CostRun> =>
    steps.once(costStep(tool.name, name, trials), version, () => medianRun(tool, count, latencyMs))
  return {
    one: await measure('one', 1, 0),
    atOnce: await measure('at-once', trials, 0),
    at50Ms: await measure('at-50-ms', trials, 50),
    tenfold: tool.slow ? undefined : await measure('tenfold', trials * 10, 0),
  }
}

/** A tool's cost as measured before, and when; undefined where a part is missing. */
export function knownCost(tool: Tool, trials: number, steps: Steps): Cost | undefined {
  const version = steps.find(costStep(tool.name, 'at-once', trials))?.version
  const find = (name: string): CostRun | undefined => {
    const step = steps.find<CostRun>(costStep(tool.name, name, trials))
    return step?.version === version ? step?.result : undefined
  }
  const [one, atOnce, at50Ms] = [find('one'), find('at-once'), find('at-50-ms')]
  if (one === undefined || atOnce === undefined || at50Ms === undefined) return undefined
  return { one, atOnce, at50Ms, tenfold: find('tenfold') }
}

/** The name of a cost's measurement. */
export const costStep = (tool: string, part: string, trials: number): string =>
  `${tool}.cost-${trials}-${part}`

async function medianRun(tool: Tool, trials: number, latencyMs: number): Promise<CostRun> {
  const runs = [await oneRun(tool, trials, latencyMs)]
  while (runs.length < RUNS && (runs[0]?.wallS ?? 0) <= QUICK_S)
    runs.push(await oneRun(tool, trials, latencyMs))
  const middle = (of: (run: CostRun) => number): number => median(runs.map(of))
  return {
    trials,
    latencyMs,
    runs: runs.length,
    wallS: middle((run) => run.wallS),
    cpuS: middle((run) => run.cpuS),
    peakRssBytes: middle((run) => run.peakRssBytes),
  }
}

function oneRun(tool: Tool, trials: number, latencyMs: number): Promise<CostRun> {
  return withJob(tool, trials, { latencyMs, mix: 'none' }, async ({ job, log }) => {
    const { exitCode, ...usage } = await measureCommand(job.command, log, LIMIT_S)
    if (exitCode === undefined) throw new Error(`${tool.name}: not done within ${LIMIT_S} s`)
    const reported = await job.report()
    if (exitCode !== 0 || reported?.right !== trials)
      throw new Error(
        `${tool.name}: exit code ${exitCode}, reports ${JSON.stringify(reported)} of ${trials}\n${readFileSync(log, 'utf8').slice(-2000)}`,
      )
    return { trials, latencyMs, runs: 1, ...usage }
  })
}
