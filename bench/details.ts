// Measures the fits of one curve that `icl curves RUN --details TASK` and the report compute on demand, on one core:
//   node bench/details.ts      (curves of 8 sizes; about half a minute)
// The slowest of several truths counts. Shapes, breakpoint and width are one number, as they are one part of the page.
import { additiveReport } from '../src/curves/loss/additive-report.ts'
import { resampledItems } from '../src/curves/loss/bootstrap-laws.ts'
import { fitLossCurve } from '../src/curves/loss/loss-curve.ts'
import { sigmoidOverCompute } from '../src/curves/loss/sigmoid-report.ts'
import { frontier } from '../src/curves/returns/frontier.ts'
import { describeCurve } from '../src/curves/shape/describe-curve.ts'
import { type RandomStream, randomStream } from '../src/domain/random.ts'

const SIZES = [70e6, 160e6, 410e6, 1e9, 1.4e9, 2.8e9, 6.9e9, 12e9]
const TOKENS = [2e10, 1e11, 3e11]
const ITEMS = [200, 1000]
const LIMIT_SECONDS = 2

const x = SIZES.map(Math.log10)
const logistic = (slope: number, middle: number) => (size: number) =>
  1 / (1 + Math.exp(-slope * (size - middle)))

const TRUTHS: { readonly [name: string]: (x: number) => number } = {
  'a wide logistic': logistic(4, 9.3),
  'a steep logistic': logistic(12, 9),
  'a straight line': (size) => 0.1 + 0.35 * (size - 7.8),
  'a jump': (size) => (size < 9.2 ? 0.05 : 0.7),
  'a rise from the floor': (size) => (size < 9 ? 0 : 0.4 * (size - 9)),
  'scattered models': (size) => 0.1 + 0.8 * Math.abs(Math.sin(7 * size)),
}

const slowest = new Map<string, { readonly seconds: number; readonly where: string }>()

function measure(part: string, where: string, work: () => unknown): void {
  const started = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(started)
  const seconds = (user + system) / 1e6
  if (seconds > (slowest.get(part)?.seconds ?? 0)) slowest.set(part, { seconds, where })
}

function answers(share: (x: number) => number, items: number, random: RandomStream): number[][] {
  return Array.from({ length: items }, () => x.map((size) => Number(random.unit() < share(size))))
}

function lossesOf(
  models: readonly (readonly [number, number])[],
  items: number,
  random: RandomStream,
): number[][] {
  return Array.from({ length: items }, () => {
    const hardness = 0.8 + 0.4 * random.unit()
    return models.map(
      ([n, d]) => hardness * (0.5 + 100 * n ** -0.3 + 300 * d ** -0.28) * (1 + 0.1 * (random.unit() - 0.5)),
    )
  })
}

for (const items of ITEMS) {
  for (const [name, truth] of Object.entries(TRUTHS)) {
    const where = `${name}, ${items} items`
    const random = randomStream('bench details', where)
    const values = answers(truth, items, random)
    const matrix = { x, values, binary: true, dropped: 0 }
    measure('shapes, breakpoint and width', where, () => describeCurve(matrix, { chance: 0, random }))
    measure('frontier', where, () => frontier({ values }, SIZES, { random }))
    const models = SIZES.map((parameters, at) => ({
      ...{ model: String(at), parameters, trainingTokens: 3e11, trials: items },
      successes: values.reduce((sum, row) => sum + (row[at] ?? 0), 0),
    }))
    const resampled = resampledItems(values, { random })
    const draw = () => resampled.draw().map((share) => share * items)
    measure('observational sigmoid', where, () =>
      sigmoidOverCompute({ models, floor: 0, resampled: { ...resampled, draw } }),
    )
  }
  const random = randomStream('bench losses', items)
  for (const count of [5, 8]) {
    const sizes = SIZES.slice(0, count)
    const values = lossesOf(
      sizes.map((n) => [n, 3e11] as const),
      items,
      random,
    )
    const matrix = { x: sizes.map(Math.log10), values, binary: false, dropped: 0 }
    measure('power law of loss', `${count} sizes, ${items} items`, () => fitLossCurve(matrix, { random }))
  }
  const crossed = SIZES.flatMap((n) => TOKENS.map((d) => [n, d] as const))
  const values = lossesOf(crossed, items, random)
  const models = crossed.map(([parameters, trainingTokens], at) => ({
    ...{ model: String(at), family: 'bench', parameters, trainingTokens },
    loss: values.reduce((sum, row) => sum + (row[at] ?? 0), 0) / items,
  }))
  measure('additive law of loss', `${models.length} models, ${items} items`, () =>
    additiveReport({ models, values }, { random }),
  )
}

for (const [part, { seconds, where }] of slowest)
  console.log(`${part}: at most ${seconds.toFixed(2)} s of CPU (${where})`)
const [slow] = [...slowest].filter(([, { seconds }]) => seconds > LIMIT_SECONDS)
if (slow !== undefined) throw new Error(`${slow[0]} took more than ${LIMIT_SECONDS} s`)
