import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { randomStream } from '../../src/domain/random.ts'
import type { SimulatedSettingsInput } from '../../src/providers/simulated/settings.ts'
import type { Design } from './designs.ts'
import type { Truth } from './truths.ts'

export const CONFIG = 'harness.config.yaml'
export const RUN = 'simulated'
const TASK = 'skill'

/** One simulated run. */
export interface Simulation {
  readonly truth: Truth
  readonly design: Design
  /** Standard deviation in logits. */
  readonly scatter: number
  /** Everything that is drawn follows from it: answers, difficulties, and how far models lie off the curve. */
  readonly seed: number
}

/** Writes the config, the task and its items into a folder; `icl run` there makes the run. */
export function writeProject(folder: string, simulation: Simulation): void {
  mkdirSync(join(folder, 'tasks'), { recursive: true })
  writeFileSync(join(folder, CONFIG), stringify(configOf(simulation)))
  writeFileSync(join(folder, 'tasks/skill.yaml'), stringify(suiteOf(simulation)))
  writeFileSync(join(folder, 'tasks/skill.jsonl'), itemsOf(simulation))
}

/** The simulated provider's settings. */
export function settingsOf({ truth, design, scatter, seed }: Simulation): SimulatedSettingsInput {
  return { seed, scatter, item_share: 0.15, noise: 0.05, truth: truth.token(design.sizes) }
}

function configOf(simulation: Simulation): object {
  const models = simulation.design.sizes.map((parameters) => ({
    name: `simulated-${parameters}`,
    provider: 'simulated',
    family: 'Simulated',
    tuning: 'base',
    parameters,
    // Without a seed of the caller's, each model's answers are drawn by themselves.
    unsupported: ['seed'],
  }))
  return {
    version: 1,
    tasks: ['tasks/*.yaml'],
    providers: { simulated: { type: 'simulated', ...settingsOf(simulation) } },
    models,
    runs: { [RUN]: { models: models.map(({ name }) => name), shots: [0] } },
  }
}

/** Nothing stands before the target on its line, so that a byte of an answer is a token of the simulated model. */
function suiteOf({ truth }: Simulation): object {
  return {
    suite: 'simulated',
    tasks: [
      {
        name: TASK,
        version: '1',
        items: 'skill.jsonl',
        pool: 0,
        template: { input: '{{ input }}\n', target: '{{ target }}', target_delimiter: '' },
        decoding: { max_tokens: 12, temperature: 1, stop: ['\n'] },
        extractions: [{ name: 'first_line', type: 'first-line' }],
        metrics: [
          { metric: 'exact_match' },
          { metric: 'target_loglikelihood' },
          ...(hasDigits(truth) ? [{ metric: 'digit_accuracy' }] : []),
        ],
        primary: 'exact_match',
        companion: 'target_loglikelihood',
        chance: truth.chance,
        maximum: 1,
      },
    ],
  }
}

/** Of answers of one token, digit accuracy is exact match, and no companion of it. */
export function hasDigits({ digits }: Truth): boolean {
  return digits.every((count) => count > 1)
}

function itemsOf({ truth, design }: Simulation): string {
  const random = randomStream('operating-characteristics', truth.name)
  const answer = (length: number): string => {
    if (truth.chance > 0) return 'ABCD'.charAt(random.int(4))
    return Array.from({ length }, (_, place) => (place === 0 ? 1 + random.int(9) : random.int(10))).join('')
  }
  return Array.from({ length: design.items }, (_, item) => {
    const target = answer(truth.digits[item % truth.digits.length] ?? 1)
    return `${JSON.stringify({ id: `q${item}`, input: `question ${item}`, target })}\n`
  }).join('')
}
