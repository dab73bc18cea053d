import type { RandomStream } from '../../domain/random.ts'
import { holm } from '../paired/adjust.ts'
import { comparePaired, type PairedComparison } from '../paired/compare-paired.ts'
import type { NotComparable } from '../paired/paired-difference.ts'
import { type FlippedAccuracy, flippedAccuracy, type NoFlippedAccuracy } from './label-following.ts'

/** One model's item scores with the same demonstrations under different labels; lists that are compared are of the same items. */
export interface LabelScores {
  readonly model: string
  /** With the demonstrations' own labels. */
  readonly gold: readonly number[]
  readonly flipped?: readonly number[] | undefined
  readonly random?: readonly number[] | undefined
  /** With flipped labels, scored against the flipped label of each item that has one. */
  readonly againstFlipped?: readonly number[] | undefined
  /** Every score is 0 or 1 and comes from one trial. */
  readonly binary: boolean
}

/** A comparison adjusted over models. */
type LabelDifference =
  | (PairedComparison & {
      /** Two-sided; Holm's, over models. */
      readonly pAdjusted: number
    })
  | NotComparable

/** Whether a model goes with flipped labels or with what it knew. */
type LabelFollowing =
  | (FlippedAccuracy & {
      /** Holm's, over models, each side by itself. */
      readonly pAboveAdjusted: number
      readonly pBelowAdjusted: number
      /**
       * `follows_demonstrations`: gives the flipped label more often than guessing would. `prior_bound`: less often.
       * `neither`: not to be told.
       */
      readonly finding: 'follows_demonstrations' | 'prior_bound' | 'neither'
    })
  | NoFlippedAccuracy

/** How much a model's score depends on the labels of its demonstrations. Parts that were not run are absent. */
export interface LabelSensitivity {
  readonly model: string
  /** Score with correct labels less score with flipped ones. */
  readonly flip?: LabelDifference
  /** Score with correct labels less score with random ones. */
  readonly random?: LabelDifference
  readonly following?: LabelFollowing
}

const ALPHA = 0.05

/**
 * What correct labels are worth against flipped and random ones, at the same demonstrations and their number (Min et al.
 * 2022, arXiv:2202.12837; Wei et al. 2023, arXiv:2303.03846). In the order of the models.
 * @param chance how often guessing gives the flipped label, in (0, 1)
 * @throws RangeError where lists of a model differ in length
 */
export function labelSensitivity(
  models: readonly LabelScores[],
  { chance, ...options }: { readonly chance: number; readonly random: RandomStream; readonly flips?: number },
): readonly LabelSensitivity[] {
  const against = (which: 'flipped' | 'random') =>
    adjustDifferences(
      models.map(({ [which]: other, gold, binary }) =>
        other === undefined ? undefined : comparePaired(other, gold, { ...options, binary }),
      ),
    )
  const [flips, randoms] = [against('flipped'), against('random')]
  const followings = adjustFollowing(
    models.map(({ againstFlipped, binary }) =>
      againstFlipped === undefined ? undefined : flippedAccuracy(againstFlipped, { chance, binary }),
    ),
  )
  return models.map(({ model }, at) => {
    const [flip, random, following] = [flips[at], randoms[at], followings[at]]
    return {
      model,
      ...(flip === undefined ? {} : { flip }),
      ...(random === undefined ? {} : { random }),
      ...(following === undefined ? {} : { following }),
    }
  })
}

function adjustDifferences(
  compared: readonly (PairedComparison | NotComparable | undefined)[],
): readonly (LabelDifference | undefined)[] {
  const adjusted = holm(compared.flatMap((one) => (one?.state === 'estimated' ? [one.p] : [])))
  let tested = 0
  return compared.map((one) =>
    one?.state === 'estimated' ? { ...one, pAdjusted: adjusted[tested++] ?? Number.NaN } : one,
  )
}

function adjustFollowing(
  found: readonly (FlippedAccuracy | NoFlippedAccuracy | undefined)[],
): readonly (LabelFollowing | undefined)[] {
  const estimated = found.filter((one) => one?.state === 'estimated')
  const above = holm(estimated.map(({ pAbove }) => pAbove))
  const below = holm(estimated.map(({ pBelow }) => pBelow))
  let tested = 0
  return found.map((one) => {
    if (one?.state !== 'estimated') return one
    const [pAboveAdjusted, pBelowAdjusted] = [above[tested] ?? Number.NaN, below[tested] ?? Number.NaN]
    tested += 1
    return { ...one, pAboveAdjusted, pBelowAdjusted, finding: findingOf(pAboveAdjusted, pBelowAdjusted) }
  })
}

function findingOf(above: number, below: number): 'follows_demonstrations' | 'prior_bound' | 'neither' {
  if (above <= ALPHA) return 'follows_demonstrations'
  return below <= ALPHA ? 'prior_bound' : 'neither'
}
