// Runs one step of the simulation; `run.ts` starts it: node step.child.ts TRUTH DESIGN SCATTER FROM TO SEED
import { DESIGNS } from './designs.ts'
import { runStep } from './step.ts'
import { TRUTHS } from './truths.ts'

const [name, designName, ...numbers] = process.argv.slice(2)
const [scatter = 0, from = 0, to = 0, seed = 0] = numbers.map(Number)
const truth = TRUTHS.find((one) => one.name === name)
const design = DESIGNS.find((one) => one.name === designName)
if (truth === undefined || design === undefined) throw new Error(`no step ${name} ${designName}`)
process.stdout.write(JSON.stringify(await runStep({ truth, design, scatter, from, to, seed })))
