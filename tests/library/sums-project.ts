import type { Config } from '../../src/index.ts'
import { temporaryProject } from '../commands/run-icl.ts'

/** A clock that stands still, so that no byte of a run depends on time. */
export const STILL = {
  now: () => Date.parse('2026-01-02T03:04:05Z'),
  monotonic: () => 1000,
  sleep: async () => {},
}

const SIZES = [50, 150, 400, 1000, 3000, 8000]

/** A ladder of simulated models on one suite of sums, as a config in code. */
export const sumsConfig: Config = {
  providers: {
    sim: { type: 'simulated', truth: { kind: 'logistic', midpoint: '400M', width: 1.5 } },
  },
  models: SIZES.map((millions) => ({
    name: `sim-${millions}m`,
    provider: 'sim',
    family: 'Sim',
    parameters: `${millions}M`,
  })),
  tasks: [
    {
      suite: 'sums',
      tasks: [
        {
          name: 'sums',
          items: Array.from({ length: 36 }, (_, index) => ({
            input: `${index} + 12`,
            target: String(index + 12),
          })),
          pool: 4,
          template: { input: '{{ input }} =' },
          decoding: { max_tokens: 8, stop: ['\n'] },
          metrics: ['exact_match', 'digit_accuracy'],
          companion: 'digit_accuracy',
        },
      ],
    },
  ],
  defaults: { shots: [0, 2] },
}

/** The same as files, as `icl` reads them: JSON is YAML. */
export function sumsProject(config: Config = sumsConfig) {
  const [suite] = config.tasks ?? []
  return temporaryProject({
    'harness.config.yaml': JSON.stringify({ version: 1, ...config, tasks: ['sums.yaml'] }),
    'sums.yaml': JSON.stringify(suite),
  })
}
