// What faults do to a run with default settings and real waits, as rows for docs/performance.md:
//   node bench/faults.ts [--trials 300,1000] [--seed 1] [--deaths]
// By default the mix that the peers were measured on (tests/faults/mix.ts). With --deaths: a server that dies for good
// after 100 answers, in several ways, and how long the run then takes to end.
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { additionProject, tallyOf } from '../tests/faults/addition-project.ts'
import { type FaultServerOptions, startFaultServer } from '../tests/faults/fault-server.ts'
import { MIXES } from '../tests/faults/mix.ts'
import { markdownTable } from './peers/markdown-table.ts'

const CLI = resolve(import.meta.dirname, '../src/cli.ts')
const DEATHS = ['closed', 'reset-before', 'error-503', 'rate-limit', 'html-page', 'never'] as const
const SERVED = 100

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '300,1000' },
    seed: { type: 'string', default: '1' },
    deaths: { type: 'boolean', default: false },
  },
})
if (values.deaths) await showDeaths()
else await showMix(values.trials.split(',').map(Number), Number(values.seed))

async function showMix(sizes: readonly number[], seed: number): Promise<void> {
  const rows: string[][] = []
  for (const trials of sizes) {
    const { exitCode, seconds, ok, right, counts } = await runAgainst({ mix: MIXES.peers, seed }, trials)
    const met = Object.values(counts.faults).reduce((sum, count) => sum + count, 0)
    rows.push([
      `icl, ${trials.toLocaleString('en-US')} trials`,
      `${ok === trials ? 'yes' : 'no'}, exit code ${exitCode}`,
      seconds.toFixed(0),
      `${met}, of which ${counts.faults.never ?? 0} hang`,
      String(trials - ok),
      String(ok - right),
      String(counts.answeredAgain),
    ])
  }
  const head = [
    'defaults of',
    'finished',
    'seconds',
    'faults met',
    'without a score',
    'counted as wrong',
    'asked twice',
  ]
  console.log(markdownTable(head, rows))
}

/** All ways beside each other: they are waits, not work. */
async function showDeaths(): Promise<void> {
  const trials = 3 * SERVED
  const rows = await Promise.all(
    DEATHS.map(async (as) => {
      const { exitCode, seconds, ok, failed, counts } = await runAgainst(
        { dies: { after: SERVED, as } },
        trials,
      )
      return [
        as,
        String(exitCode),
        seconds.toFixed(0),
        String(ok),
        String(failed),
        String(counts.requests - ok),
      ]
    }),
  )
  const head = ['dies as', 'exit code', 'seconds to the end', 'scored', 'failed rows', 'other requests']
  console.log(markdownTable(head, rows))
}

/** Runs `icl run` in a process of its own, all settings as they come; only the probe for determinism is off. */
async function runAgainst(options: FaultServerOptions, trials: number) {
  const server = await startFaultServer(options)
  const project = additionProject({
    items: trials,
    run: 'shots: [5], probe: false',
    providers: { faulty: `{type: openai, base_url: '${server.baseUrl}'}` },
  })
  try {
    const began = performance.now()
    const exitCode = await run(['run', '--config', project.config])
    const seconds = (performance.now() - began) / 1000
    const rows = project.rows()
    const { ok = 0, failed = 0 } = tallyOf(rows, 'outcome')
    const { 1: right = 0 } = tallyOf(rows, 'score_exact_match')
    return { exitCode, seconds, ok, failed, right, counts: server.counts }
  } finally {
    await server.stop()
    project.remove()
  }
}

function run(args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'ignore', 'ignore'] })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code))
  })
}
