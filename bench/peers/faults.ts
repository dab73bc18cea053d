import { setTimeout as sleep } from 'node:timers/promises'
import { ended, killTree, measureCommand, startCommand } from './measure-command.ts'
import type { Server, ServerCounts } from './server.ts'
import type { Steps } from './steps.ts'
import type { Reported, Tool } from './tool.ts'
import { withJob } from './with-job.ts'

/** What a tool made of a server with faults. */
export interface FaultRun {
  /** Undefined when it was ended at the time limit. */
  readonly exitCode: number | undefined
  readonly wallS: number
  /** What the tool says. Undefined: it wrote no result. */
  readonly reported: Reported | undefined
  /** What the server knows. */
  readonly counts: ServerCounts
}

/** What a tool sent again after kill −9 half way. */
export interface KillRun {
  /** Prompts that had been answered before, and were asked once more. */
  readonly resent: number
  readonly answeredBefore: number
  readonly reported: Reported | undefined
}

/** A tool's rows of the fault table. */
export interface Faults {
  /** One run a seed. */
  readonly mix: readonly FaultRun[]
  /** Undefined for the bare loops. */
  readonly kill: KillRun | undefined
}

export const FAULT_TRIALS = 300
/** With one seed it is luck whether a prompt meets three faults in a row. */
const FAULT_SEEDS = [1, 2, 3, 4]
/** No tool needs longer for anything but a request that hangs. */
export const FAULT_LIMIT_S = 900
const KILL_LIMIT_S = 240
/** So slow that requests are in flight when the tool is killed. */
const KILL_LATENCY_MS = 100

/** Measures what faults do to a tool, or takes what was measured before. */
export async function measureFaults(tool: Tool, version: string, steps: Steps): Promise<Faults> {
  return {
    mix: await steps.once(`${tool.name}.faults-mix`, version, () => faultRuns(tool)),
    kill: tool.bare ? undefined : await steps.once(`${tool.name}.faults-kill`, version, () => killRun(tool)),
  }
}

/** A tool's faults as measured before. */
export function knownFaults(tool: Tool, steps: Steps): Faults | undefined {
  const mix = steps.find<FaultRun[]>(`${tool.name}.faults-mix`)?.result
  return mix && { mix, kill: steps.find<KillRun>(`${tool.name}.faults-kill`)?.result }
}

/** All seeds beside each other where that is possible: they are waits, not work. */
async function faultRuns(tool: Tool): Promise<FaultRun[]> {
  if (!tool.alone) return Promise.all(FAULT_SEEDS.map((seed) => faultRun(tool, seed)))
  const runs: FaultRun[] = []
  for (const seed of FAULT_SEEDS) runs.push(await faultRun(tool, seed))
  return runs
}

function faultRun(tool: Tool, seed: number): Promise<FaultRun> {
  return withJob(tool, FAULT_TRIALS, { latencyMs: 0, mix: 'peers', seed }, async ({ job, log, server }) => {
    const { exitCode, wallS } = await measureCommand(job.command, log, FAULT_LIMIT_S)
    return { exitCode, wallS, reported: await job.report(), counts: await server.counts() }
  })
}

function killRun(tool: Tool): Promise<KillRun> {
  const settings = { latencyMs: KILL_LATENCY_MS, mix: 'none', resumable: true } as const
  return withJob(tool, FAULT_TRIALS, settings, async ({ job, log, server }) => {
    const { answered } = await killHalfWay(tool, job.command, log, server)
    // What was in flight is answered to nobody.
    await sleep(3 * KILL_LATENCY_MS)
    const before = await server.counts()
    await measureCommand(job.resume ?? job.command, log, KILL_LIMIT_S)
    const after = await server.counts()
    return {
      resent: after.answeredAgain - before.answeredAgain,
      answeredBefore: answered,
      reported: await job.report(),
    }
  })
}

async function killHalfWay(
  tool: Tool,
  command: Parameters<typeof startCommand>[0],
  log: string,
  server: Server,
): Promise<ServerCounts> {
  const child = startCommand(command, log)
  const deadline = performance.now() + KILL_LIMIT_S * 1000
  const end = ended(child)
  for (;;) {
    const counts = await server.counts()
    if (counts.answered >= FAULT_TRIALS / 2) {
      killTree(child)
      await end
      return counts
    }
    if (child.exitCode !== null || performance.now() > deadline) {
      killTree(child)
      throw new Error(`${tool.name}: was not half way when it ended, see ${log}`)
    }
    await sleep(2)
  }
}
