import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DESIGNS, SCATTERS } from './designs.ts'
import { keptSteps } from './kept-steps.ts'
import { writePage } from './page.ts'
import { ratesCsv, rateTable } from './rates.ts'
import type { Step } from './step.ts'
import { TRUTHS } from './truths.ts'

/**
 * Simulates the rules' false-positive rates and power, writes rates.csv, and its tables into docs/statistics.md:
 *
 *   node bench/operating-characteristics/run.ts [--reps 400] [--seed 1] [--only TRUTH] [--processes N]
 *
 * What was simulated before is kept in the cache, so that a broken-off simulation goes on. With --only, a regular
 * expression for names of truths, nothing is written: the rates go to standard output.
 */
const STRETCH = 100

const { values } = parseArgs({
  options: {
    reps: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    processes: { type: 'string', default: String(availableParallelism()) },
  },
})
const [reps, seed, processes] = [Number(values.reps), Number(values.seed), Number(values.processes)]
if (!(reps >= 1 && processes >= 1 && Number.isInteger(seed)))
  throw new Error('--reps and --processes are numbers above 0, and --seed is a whole number')
const only = new RegExp(values.only ?? '', 'u')

const steps: Step[] = []
for (let from = 0; from < reps; from += STRETCH)
  for (const truth of TRUTHS.filter(({ name }) => only.test(name)))
    for (const design of DESIGNS)
      for (const scatter of SCATTERS)
        steps.push({ truth, design, scatter, from, to: Math.min(reps, from + STRETCH), seed })

// In the order of the steps, whichever is done first.
const found = new Map<Step, Parameters<Parameters<typeof keptSteps>[2]>[1]>()
await keptSteps(steps, processes, (step, tallies) => {
  found.set(step, tallies)
  if (found.size % 20 === 0) console.error(`${found.size} of ${steps.length} steps`)
})
const table = rateTable()
for (const step of steps) table.add(step, found.get(step) ?? [])
const csv = ratesCsv(table.rows(), seed)
if (values.only === undefined) {
  writeFileSync(join(import.meta.dirname, 'rates.csv'), csv)
  writePage(table.rows(), seed)
} else process.stdout.write(csv)
