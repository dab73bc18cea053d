import { type NotIdentifiable, notIdentifiable } from '../not-identifiable.ts'
import type { BenchmarkScores } from './benchmark-scores.ts'
import { firstComponent } from './first-component.ts'
import { type IntervalledSigmoid, sigmoidWithIntervals } from './observational-sigmoid.ts'

/** A model's right answers, with what is known of its training. */
interface ScoredModel {
  readonly model: string
  /** Those that take part in each token. */
  readonly parameters?: number | undefined
  readonly trainingTokens?: number | undefined
  readonly trainingFlops?: number | undefined
  /** In [0, trials]. */
  readonly successes: number
  /** Effective number of trials. */
  readonly trials: number
}

/** Models, the score of guessing, and how their right answers are drawn again. */
export interface SigmoidInput {
  readonly models: readonly ScoredModel[]
  /** In [0, 1). */
  readonly floor: number
  readonly resampled: {
    /** Right answers, in the order of the models. */
    draw(): readonly number[]
    readonly resamples: number
  }
}

type NoSigmoid = NotIdentifiable<
  'too_few_models' | 'too_few_tasks' | 'flat' | 'resamples_failed' | 'same_scores'
>

/** The sigmoid over ln of training compute. */
export interface ComputeSigmoid {
  readonly found: IntervalledSigmoid | NoSigmoid
  /** Models whose compute is known. */
  readonly models: readonly string[]
  /** Those of them whose compute is 6 times parameters times tokens, for it is not stated. */
  readonly derived: readonly string[]
  /** Those that state neither compute nor tokens and size. */
  readonly without: readonly string[]
}

/** The sigmoid over the first component of the other tasks' scores. */
export interface ComponentSigmoid extends Pick<BenchmarkScores, 'tasks' | 'incomplete'> {
  readonly found: IntervalledSigmoid | NoSigmoid
  readonly models: readonly string[]
  /** Share of the variance of those scores along the component; undefined without one. */
  readonly share?: number | undefined
}

/** Below so many tasks there is no common direction to find. */
const FEWEST_TASKS = 2

/** Fits the score as a sigmoid of ln C, C as stated or else 6·N·D (Kaplan et al. 2020, section 2.1). */
export function sigmoidOverCompute({ models, floor, resampled }: SigmoidInput): ComputeSigmoid {
  const computes = models.map(computeOf)
  const known = [...models.keys()].filter((at) => computes[at] !== undefined)
  const named = (places: readonly number[]) => places.map((at) => models[at]?.model ?? '')
  const measured = known.map((at) => ({
    x: Math.log(computes[at] ?? Number.NaN),
    successes: models[at]?.successes ?? Number.NaN,
    trials: models[at]?.trials ?? Number.NaN,
  }))
  const draw = () => {
    const drawn = resampled.draw()
    return known.map((at) => drawn[at] ?? Number.NaN)
  }
  return {
    found: sigmoidWithIntervals(measured, floor, { ...resampled, draw }),
    models: named(known),
    derived: named(known.filter((at) => models[at]?.trainingFlops === undefined)),
    without: named([...models.keys()].filter((at) => computes[at] === undefined)),
  }
}

/** Fits the score as a sigmoid of the first principal component of the other tasks' scores (Ruan et al. 2024). */
export function sigmoidOverComponent(
  { models, floor, resampled }: SigmoidInput,
  { tasks, scores, incomplete }: BenchmarkScores,
): ComponentSigmoid {
  const about = { tasks, incomplete, models: models.map(({ model }) => model) }
  if (tasks.length < FEWEST_TASKS) return { ...about, found: notIdentifiable('too_few_tasks') }
  const component = firstComponent(scores)
  if (component.state === 'not_identifiable')
    return { ...about, found: component.reason === 'flat' ? notIdentifiable('same_scores') : component }
  const measured = models.map(({ successes, trials }, at) => ({
    x: component.scores[at] ?? Number.NaN,
    successes,
    trials,
  }))
  return { ...about, share: component.share, found: sigmoidWithIntervals(measured, floor, resampled) }
}

function computeOf({ parameters, trainingTokens, trainingFlops }: ScoredModel): number | undefined {
  if (trainingFlops !== undefined) return trainingFlops
  return parameters === undefined || trainingTokens === undefined
    ? undefined
    : 6 * parameters * trainingTokens
}
