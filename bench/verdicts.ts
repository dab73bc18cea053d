// Measures cells, paired tests and verdicts of a large run from rows in memory, in one process:
//   node bench/verdicts.ts      (50 tasks, 8 sizes, 200 items, 5 numbers of demonstrations; about ten seconds)
import { findingsOf } from '../src/charts/findings/findings.ts'
import { curveBuilder } from '../src/curves/aggregate.ts'
import type { CurveContext } from '../src/curves/curve-context.ts'
import type { CurveRow } from '../src/curves/curve-row.ts'
import { itemMatrices } from '../src/curves/item-matrices.ts'
import { adjacentComparisons } from '../src/curves/paired/adjacent-comparisons.ts'
import { runVerdicts } from '../src/curves/verdict/run-verdicts.ts'
import { randomStream } from '../src/domain/random.ts'

const [TASKS, ITEMS] = [50, 200]
const SHOTS = [0, 1, 2, 4, 8]
const SIZES = [70e6, 160e6, 410e6, 1e9, 1.4e9, 2.8e9, 6.9e9, 12e9]
const LIMIT_SECONDS = 20

const EXACT = { column: 'score_exact_match', kind: 'discontinuous', chance: 0, maximum: 1 } as const
const DIGITS = { column: 'score_digit_accuracy', kind: 'continuous', chance: 0, maximum: 1 } as const

const names = Array.from({ length: TASKS }, (_, task) => `task-${task}`)
const context: CurveContext = {
  tasks: names.map((name) => ({ name, metrics: [EXACT, DIGITS], plannedItems: ITEMS })),
  models: {},
}
const pairs = new Map(names.map((name) => [name, { primary: EXACT.column, companion: DIGITS.column }]))

/** Answers of four digits, each right with a chance that grows with size and demonstrations. */
function* rows(): Generator<CurveRow> {
  const random = randomStream('bench', 'verdicts')
  for (const [task, name] of names.entries())
    for (const parameters of SIZES)
      for (const shots of SHOTS)
        for (let item = 0; item < ITEMS; item++) {
          const step = (Math.log10(parameters) - 9 + task / TASKS) * 2.5
          const digit = 0.1 + (0.85 * (0.5 + 0.5 * (shots / (shots + 1)))) / (1 + Math.exp(-step))
          const right = Array.from({ length: 4 }, () => Number(random.unit() < digit))
          const digits = right.reduce((sum, one) => sum + one, 0) / 4
          yield rowOf(name, parameters, shots, item, digits)
        }
}

function rowOf(task: string, parameters: number, shots: number, item: number, digits: number): CurveRow {
  return {
    model: `ladder-${parameters}`,
    provider: 'bench',
    engine: 'bench',
    family: 'Ladder',
    parameters,
    task,
    rendering: 'raw',
    instruction: 'off',
    control: 'gold',
    sampling: 'shared',
    shots,
    draw: 0,
    repeat: 0,
    item: String(item),
    outcome: 'ok',
    target: '1234',
    scores: { [EXACT.column]: Number(digits === 1), [DIGITS.column]: digits },
  }
}

const started = performance.now()
let last = started
const lap = (what: string, count: number, noun: string): void => {
  const now = performance.now()
  console.log(`${what}: ${((now - last) / 1000).toFixed(1)} s, ${count.toLocaleString('en-US')} ${noun}`)
  last = now
}

const builder = curveBuilder(context)
let trials = 0
for (const row of rows()) {
  builder.add(row)
  trials++
}
lap('cells, with making the rows', trials, 'trials')
lap('points', builder.points().length, 'points')
const cells = builder.cells()
const curves = itemMatrices(cells, context.tasks)
let comparisons = 0
for (const curve of curves) {
  const random = randomStream('bench', curve.task, curve.column, curve.shots)
  comparisons += adjacentComparisons(curve.matrix, { random }).length
}
lap('paired tests', comparisons, 'comparisons of adjacent sizes, 10,000 flips each where not exact')
const { rows: verdicts } = findingsOf(runVerdicts(cells, context, { pairs }))
lap('verdicts and sentences', verdicts.length, 'curves')
const seconds = (last - started) / 1000
const peak = process.resourceUsage().maxRSS / 1024
console.log(`all: ${seconds.toFixed(1)} s on one core, peak memory ${peak.toFixed(0)} MiB`)
if (seconds > LIMIT_SECONDS) throw new Error(`took more than ${LIMIT_SECONDS} s`)
