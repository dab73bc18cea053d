import { wilsonInterval } from '../../src/curves/wilson.ts'
import type { Tuning } from '../../src/domain/factors.ts'
import type { Point } from '../../src/domain/point.ts'

/** A point with an interval as a run of `items` right-or-wrong items would have it. */
export function pointWith(changes: Partial<Point> & { score: number }): Point {
  const items = changes.items ?? 30
  const { low, high } = wilsonInterval(changes.score, items)
  return {
    source: 'run',
    task: 'capitals',
    metric: 'exact_match',
    metricKind: 'discontinuous',
    model: 'small',
    provider: 'local',
    engine: 'engine 1',
    family: 'Small',
    parameters: 1e8,
    activeParameters: 1e8,
    quantization: 'Q8_0',
    tuning: 'base',
    rendering: 'raw',
    instruction: 'off',
    control: 'gold',
    sampling: 'shared',
    shots: 0,
    draws: 1,
    repeats: 1,
    items,
    trials: items,
    failed: 0,
    skipped: 0,
    refused: 0,
    empty: 0,
    truncated: 0,
    unparsed: 0,
    itemsDropped: 0,
    ciLow: low,
    ciHigh: high,
    ciMethod: 'wilson',
    nEff: items,
    chance: 0,
    maximum: 1,
    normalizedScore: changes.score,
    ...changes,
  }
}

export const SHOTS = [0, 1, 2, 4, 8]

const FOUR: readonly (readonly [
  model: string,
  parameters: number,
  family: string,
  tuning: Tuning,
  correct: readonly number[],
])[] = [
  ['smollm2-135m-instruct', 134_515_008, 'SmolLM2', 'instruct', [1, 14, 16, 17, 18]],
  ['gemma3-270m', 268_098_176, 'Gemma 3', 'base', [0, 18, 21, 23, 22]],
  ['qwen2.5-coder-0.5b-instruct', 494_032_768, 'Qwen2.5-Coder', 'instruct', [3, 19, 22, 22, 24]],
  ['qwen2.5-coder-1.5b-instruct', 1_543_714_304, 'Qwen2.5-Coder', 'instruct', [9, 27, 28, 29, 29]],
]

/** Four models of three families and two tunings, 30 items, five numbers of shots. */
export const fourModels: Point[] = FOUR.flatMap(([model, parameters, family, tuning, correct]) =>
  correct.map((right, index) =>
    pointWith({
      model,
      parameters,
      activeParameters: parameters,
      family,
      tuning,
      shots: SHOTS[index] ?? 0,
      score: right / 30,
    }),
  ),
)

const SIZES = [70e6, 160e6, 410e6, 1e9, 1.4e9, 2.8e9, 6.9e9, 12e9]

/** One simulated family of eight sizes, with a floor, a chance level and three draws. */
export const simulatedLadder: Point[] = SIZES.flatMap((parameters) =>
  SHOTS.map((shots) => {
    const x = 2.2 * (Math.log10(parameters) - 9.2) + 0.8 * Math.log2(shots + 1) - 1
    return pointWith({
      source: 'simulated',
      task: 'addition-2-digit',
      model: `sim-${parameters / 1e6}m`,
      family: 'Simulated',
      parameters,
      activeParameters: parameters,
      tuning: 'base',
      shots,
      items: 100,
      draws: shots === 0 ? 1 : 3,
      ciMethod: shots === 0 ? 'wilson' : 'wilson_n_eff_conditional_on_draws',
      chance: 0.1,
      score: 0.1 + 0.88 / (1 + Math.exp(-x)),
    })
  }),
)
