// Measures this harness beside others on the same work, and writes the tables of docs/performance.md:
//   node bench/peers/run.ts [--only ours,openai,lm-eval] [--trials 1000] [--faults] [--fresh] [--no-docs]
// The other tools are installed, pinned, into the user's cache folder; what was measured stands there too, so that a
// command that was broken off goes on where it was, and one for a single tool keeps the other rows.
import { parseArgs } from 'node:util'
import { measureCost } from './cost.ts'
import { costTable } from './cost-table.ts'
import { faultTable } from './fault-table.ts'
import { measureFaults } from './faults.ts'
import { openSteps } from './steps.ts'
import { TOOLS } from './tools/tools.ts'
import { writeSection } from './write-section.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    trials: { type: 'string', default: '1000' },
    faults: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    'no-docs': { type: 'boolean', default: false },
  },
})
const trials = Number(values.trials)
const names = values.only?.split(',') ?? TOOLS.map(({ name }) => name)
for (const name of names)
  if (!TOOLS.some((tool) => tool.name === name))
    throw new Error(`--only ${name}: want ${TOOLS.map((tool) => tool.name).join(', ')}`)

const steps = openSteps(values.fresh)
for (const tool of TOOLS.filter(({ name }) => names.includes(name))) {
  try {
    const version = await tool.install()
    if (values.faults) await measureFaults(tool, version, steps)
    else await measureCost(tool, version, trials, steps)
  } catch (error) {
    // The other rows are worth having.
    console.error(`${tool.name} is left out: ${(error as Error).message}`)
    process.exitCode = 1
  }
}
const table = values.faults ? faultTable(TOOLS, steps) : costTable(TOOLS, trials, steps)
console.log(table)
if (!values['no-docs']) writeSection(values.faults ? 'faults' : 'cost', table)
