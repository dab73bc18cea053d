import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { CONCURRENCY } from '../peers/addition-work.ts'
import { PROJECT } from '../peers/folders.ts'
import { median } from '../peers/median.ts'
import { startServer } from '../peers/server.ts'
import { amount, type Line, times } from './line.ts'
import { measureNode } from './measure.ts'
import { writeProject } from './project.ts'

const BARE_LOOP = join(PROJECT, 'bench/peers/loops/openai.child.ts')
const ROUNDS = 5
const THOUSANDS = 10

/** CPU of a whole run of 10,000 trials (start, plan, render, send, score, append, draw) beside the client's bare loop. */
export async function cpuPerTrial(folder: string): Promise<Line[]> {
  const trials = THOUSANDS * 1000
  const server = await startServer({ latencyMs: 0, mix: 'none' })
  const ours: number[] = []
  const bare: number[] = []
  // In turn, so that a machine that slows down slows both.
  for (let round = 0; round < ROUNDS; round++) {
    const loop = ['--base-url', server.baseUrl, '--trials', String(trials)]
    bare.push((await measureNode([BARE_LOOP, ...loop])).cpuUs / trials)
    const project = writeProject(folder, { queries: 1000, draws: THOUSANDS, baseUrl: server.baseUrl })
    ours.push((await measureNode(project.run)).cpuUs / trials)
  }
  await server.stop()
  const ratio = median(ours.map((cost, round) => cost / Number(bare[round])))
  return [
    {
      what: 'CPU a trial, everything included',
      ours: `${amount(median(ours), 'µs')} = ${times(ratio)}`,
      beside: `bare \`openai\` client loop: ${amount(median(bare), 'µs')}`,
      target: '≤ 0.80 ×',
      holds: ratio <= 0.8,
    },
  ]
}

const LATENCY_MS = 50

/** From the first request sent to the last row written, when each answer takes 50 ms. */
export async function wallAtLatency(folder: string): Promise<Line[]> {
  const server = await startServer({ latencyMs: LATENCY_MS, mix: 'none' })
  const walls: number[] = []
  for (let round = 0; round < 3; round++) {
    const project = writeProject(folder, { queries: 1000, draws: 1, baseUrl: server.baseUrl })
    await measureNode(project.run)
    walls.push(secondsOfTrials(project.trials))
  }
  await server.stop()
  const ideal = ((1000 / CONCURRENCY) * LATENCY_MS) / 1000
  const ratio = median(walls) / ideal
  return [
    {
      what: '1,000 trials at 50 ms, 32 at once: first request to last row',
      ours: `${amount(median(walls), 's')} = ${times(ratio)}`,
      beside: `ideal: ${amount(ideal, 's')}`,
      target: '≤ 1.25 ×',
      holds: ratio <= 1.25,
    },
  ]
}

function secondsOfTrials(file: string): number {
  const rows = parse<{ finished_at: string; latency_ms: string }>(readFileSync(file), { columns: true })
  const ends = rows.map((row) => Date.parse(row.finished_at))
  const starts = rows.map((row, place) => Number(ends[place]) - Number(row.latency_ms))
  return (Math.max(...ends) - Math.min(...starts)) / 1000
}

/** A run of one trial, from the shell's point of view. */
export async function startUp(folder: string): Promise<Line[]> {
  const walls: number[] = []
  for (let round = 0; round < 7; round++)
    walls.push((await measureNode(writeProject(folder, { queries: 1, draws: 1 }).run)).wallMs / 1000)
  const bare: number[] = []
  for (let round = 0; round < 7; round++) bare.push((await measureNode(['-e', '0'])).wallMs / 1000)
  return [
    {
      what: 'a run of one trial, start to end',
      ours: amount(median(walls), 's'),
      beside: `\`node -e 0\`: ${amount(median(bare), 's')}`,
      target: '≤ 0.35 s',
      holds: median(walls) <= 0.35,
    },
  ]
}
