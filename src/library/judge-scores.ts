import type { Tuning } from '../domain/factors.ts'
import { InputError, type Problem } from '../domain/input-error.ts'
import type { Curves } from './curves.ts'
import type { Size } from './model-config.ts'

/** A score that was measured elsewhere: one model on one task at one number of shots. */
export interface Score {
  readonly model: string
  readonly task: string
  /** `accuracy`, `exact_match`, …: metrics of other names are fractions of right answers where `proportion` says so. */
  readonly metric: string
  /** Divided by `scale`, from 0 to `maximum`; nats per byte, at most 0, where `maximum` is 0. */
  readonly score: number
  /** Demonstrations shown. Default 0. */
  readonly shots?: number | undefined
  /** What `score`, `se`, `chance` and `maximum` are divided by: 100 for percent. Default 1. */
  readonly scale?: number | undefined
  /** Items behind the score. With a fraction of right answers it tells the standard error. */
  readonly n?: number | undefined
  /** Standard error. Without it and without `n` there is no interval, and no verdict. */
  readonly se?: number | undefined
  /** Score of guessing. Default: unknown. */
  readonly chance?: number | undefined
  /** Score of a perfect answer. Default 1. */
  readonly maximum?: number | undefined
  /** Whether the score is a fraction of `n` right answers. Default: by the metric's name. */
  readonly proportion?: boolean | undefined
  /** Default: by the model's name, as in `pythia-160m`. */
  readonly family?: string | undefined
  /** Default: by the model's name, as in `pythia-160m`. */
  readonly parameters?: Size | undefined
  /** Parameters that take part in each token. Default: `parameters`. */
  readonly activeParameters?: Size | undefined
  readonly quantization?: string | undefined
  readonly tuning?: Tuning | undefined
}

/** What is known of the scores together. */
export interface JudgeScoresOptions {
  /** By metric, a continuous metric of the same answers that tells a jump from an artefact. */
  readonly companions?: { readonly [metric: string]: string } | undefined
  /** What the scores are called in `source` of points and verdicts. Default `scores`. */
  readonly source?: string | undefined
}

/**
 * Curves and verdicts of scores that were measured elsewhere, without a file: as `icl import scores` judges them. Sizes
 * count as independent, and one metric alone cannot tell why a curve jumps: name a companion, and where you have the
 * items' scores use `judgeItems`, which can say more.
 *
 * @throws InputError naming every score that is out of range
 * @example
 * const { verdicts } = await judgeScores([
 *   { model: 'pythia-160m', task: 'piqa', metric: 'acc', score: 0.62, n: 1838 },
 *   { model: 'pythia-1.4b', task: 'piqa', metric: 'acc', score: 0.71, n: 1838 },
 *   { model: 'pythia-12b', task: 'piqa', metric: 'acc', score: 0.76, n: 1838 },
 * ])
 */
export async function judgeScores(
  scores: readonly Score[],
  options: JudgeScoresOptions = {},
): Promise<Curves> {
  const { checkOptions } = await import('./check-options.ts')
  checkOptions('judgeScores', options)
  const { companions = {}, source = 'scores' } = options
  const { scoreOfFields } = await import('../datasets/scores/score-of-fields.ts')
  const { importedPoint } = await import('../curves/imported-point.ts')
  const { importedVerdicts } = await import('../commands/imported-verdicts.ts')
  const named = Object.fromEntries(
    Object.entries(companions).map(([metric, companion]) => [metric, [companion]]),
  )
  const problems: Problem[] = []
  const points = scores.flatMap((score, index) => {
    const found = scoreOfFields(fieldsOf(score))
    if ('score' in found) return [importedPoint(found.score, source)]
    // Cures are told for the command line: the message alone says what is wrong.
    problems.push(
      ...found.problems.map(({ hint: _, ...problem }) => ({ ...problem, file: `scores[${index}]` })),
    )
    return []
  })
  const [first, ...others] = problems
  if (first !== undefined) throw new InputError(first, ...others)
  return { points, verdicts: importedVerdicts(points, named) }
}

/** As the columns of a file would say it. */
function fieldsOf({ activeParameters, proportion, shots = 0, ...score }: Score) {
  const fields = {
    ...score,
    shots,
    active_parameters: activeParameters,
    proportion: proportion === undefined ? undefined : proportion ? 'yes' : 'no',
  }
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  )
}
