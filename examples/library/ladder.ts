// A suite in code on a ladder of made-up models: its curve, and what the curve shows. Runs at once; results stand in
// results/sums of the working folder. In a checkout: node --conditions=icl-source examples/library/ladder.ts
import { type Config, readCurves, readTrials, runSuite, type SuiteConfig } from 'icl-harness'

const numbers = Array.from({ length: 60 }, (_, index) => [11 + index, 31 + ((index * 7) % 60)] as const)

const suite: SuiteConfig = {
  suite: 'sums',
  tasks: [
    {
      name: 'two-digit-sums',
      items: numbers.map(([a, b]) => ({ input: `${a} + ${b}`, target: String(a + b) })),
      pool: 12,
      template: { input: '{{ input }} =' },
      decoding: { max_tokens: 8, stop: ['\n'] },
      metrics: ['exact_match', 'digit_accuracy'],
      companion: 'digit_accuracy',
    },
  ],
}

const config: Config = {
  providers: {
    simulated: {
      type: 'simulated',
      truth: { kind: 'logistic', midpoint: '600M', width: 2, shots: { zero: 0.3, half: 2 } },
    },
  },
  models: ['50M', '150M', '400M', '1B', '3B', '8B'].map((parameters) => ({
    name: `simulated-${parameters.toLowerCase()}`,
    provider: 'simulated',
    family: 'Simulated',
    parameters,
  })),
  tasks: [suite],
  defaults: { shots: [0, 4] },
}

const summary = await runSuite({ config, run: 'sums' })
console.log(`${summary.state}: ${summary.trials.asked} trials asked, ${summary.trials.found} found done`)

const { points, verdicts } = await readCurves(summary.folder)
for (const { model, shots, score = Number.NaN, ciLow = Number.NaN, ciHigh = Number.NaN } of points.filter(
  ({ metric }) => metric === 'exact_match',
))
  console.log(
    `${model.padEnd(15)} k=${shots}  ${score.toFixed(2)}  [${ciLow.toFixed(2)}, ${ciHigh.toFixed(2)}]`,
  )
for (const { shots, verdict, sentence } of verdicts) console.log(`k=${shots}: ${verdict}. ${sentence}`)

let wrong = 0
for await (const { scores } of readTrials(summary.folder)) if (scores.score_exact_match === 0) wrong++
console.log(`${wrong} wrong answers`)
