import { statSync } from 'node:fs'
import { startServer } from '../peers/server.ts'
import { amount, type Line, MB } from './line.ts'
import { measureNode, type Sample, type Usage } from './measure.ts'
import { writeProject } from './project.ts'

const EVERY_MS = 100
const EARLY_TRIALS = 10_000

/** A million trials of the simulated provider; then the same command, which finds them done; then `icl curves`. */
export async function millionTrials(folder: string, trials = 1_000_000): Promise<Line[]> {
  const project = writeProject(folder, { queries: 1000, draws: trials / 1000 })
  const first = await measureNode(project.run, { sampleMs: EVERY_MS, watch: project.trials })
  const again = await measureNode(project.run)
  const curves = await measureNode(project.curves)
  const peak = Math.max(first.maxRssBytes, again.maxRssBytes) / MB
  return [
    {
      what: 'a million simulated trials: peak memory, resume included',
      ours: amount(peak, 'MB'),
      beside: `${amount(first.cpuUs / trials, 'µs')} of CPU a trial, ${amount(first.wallMs / 1000, 's')} in all`,
      target: '≤ 250 MB',
      holds: peak <= 250,
    },
    growthLine('a million simulated trials', first, trials),
    await aliveLine(folder, trials / 4),
    {
      what: 'resume of a million rows: reads them, finds nothing to do, draws',
      ours: amount(again.wallMs / 1000, 's'),
      beside: `trials.csv of ${amount(statSync(project.trials).size / MB, 'MB')}`,
      target: '≤ 10 s',
      holds: again.wallMs <= 10_000,
    },
    {
      what: '`icl curves` on a million rows',
      ours: `${amount(curves.wallMs / 1000, 's')}, ${amount(curves.maxRssBytes / MB, 'MB')}`,
      target: '≤ 30 s, ≤ 1,000 MB',
      holds: curves.wallMs <= 30_000 && curves.maxRssBytes <= 1000 * MB,
    },
  ]
}

/** A hundred thousand trials over HTTP. */
export async function memoryOverHttp(folder: string, trials = 100_000): Promise<Line[]> {
  const server = await startServer({ latencyMs: 0, mix: 'none' })
  const project = writeProject(folder, { queries: 1000, draws: trials / 1000, baseUrl: server.baseUrl })
  const usage = await measureNode(project.run, { sampleMs: EVERY_MS, watch: project.trials })
  await server.stop()
  const peak = usage.maxRssBytes / MB
  return [
    {
      what: '100,000 trials over HTTP: peak memory',
      ours: amount(peak, 'MB'),
      beside: `${amount(usage.cpuUs / trials, 'µs')} of CPU a trial, ${amount(usage.wallMs / 1000, 's')} in all`,
      target: '≤ 350 MB',
      holds: peak <= 350,
    },
    growthLine('100,000 trials over HTTP', usage, trials),
  ]
}

/** What is resident at the 10,000th trial and at the last. */
function growthLine(what: string, { samples }: Usage, trials: number): Line {
  const { early, last } = growthOf(samples, trials)
  const growth = (last.rssBytes - early.rssBytes) / MB
  return {
    what: `${what}: growth from the 10,000th to the last`,
    ours: signed(growth),
    beside: `${amount(early.rssBytes / MB, 'MB')} → ${amount(last.rssBytes / MB, 'MB')} resident`,
    target: '< 20 MB',
    holds: growth < 20,
  }
}

/** What is alive: the same without the garbage that the engine leaves lying as it sees fit. */
async function aliveLine(folder: string, trials: number): Promise<Line> {
  const project = writeProject(folder, { queries: 1000, draws: trials / 1000 })
  const options = { sampleMs: EVERY_MS, watch: project.trials }
  const { samples } = await measureNode(['--expose-gc', ...project.run], options)
  const { early, last } = growthOf(samples, trials)
  const growth = (last.heapBytes - early.heapBytes) / MB
  return {
    what: `the same of ${trials.toLocaleString('en-US')}, counting only what is alive`,
    ours: signed(growth),
    beside: `${amount(early.heapBytes / MB, 'MB')} → ${amount(last.heapBytes / MB, 'MB')} of heap after a collection`,
    target: '< 20 MB',
    holds: growth < 20,
  }
}

function growthOf(samples: readonly Sample[], trials: number): { early: Sample; last: Sample } {
  const bytes = Math.max(...samples.map((sample) => sample.watchedBytes))
  const early = samples.find(({ watchedBytes }) => watchedBytes >= (bytes * EARLY_TRIALS) / trials)
  const last = samples.find(({ watchedBytes }) => watchedBytes === bytes)
  if (early === undefined || last === undefined) throw new Error('the run was over before it was sampled')
  return { early, last }
}

function signed(megabytes: number): string {
  return `${megabytes < 0 ? '−' : '+'}${Math.abs(megabytes).toFixed(1)} MB`
}
