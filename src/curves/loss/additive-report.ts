import type { RandomStream } from '../../domain/random.ts'
import type { Interval } from '../interval.ts'
import { type NotIdentifiable, notIdentifiable } from '../not-identifiable.ts'
import { type AdditiveLaw, fitAdditiveLaw, type NoAdditiveLaw } from './additive-law.ts'
import {
  bootstrapLaws,
  isWide,
  percentileInterval,
  type ResampledLosses,
  resampledErrors,
  resampledItems,
} from './bootstrap-laws.ts'
import { type LawModels, statedBy, type TrainedModel, type TrainedModels } from './trained-models.ts'

/** An additive law with percentile intervals over items, or from the standard errors of the losses. */
export type AdditiveReport = LawModels &
  (
    | {
        readonly law: AdditiveLaw
        readonly intervals: { readonly asymptote: Interval; readonly size: Interval; readonly data: Interval }
        /** The exponents whose interval is wider than a factor of 3. */
        readonly weak: readonly ('size' | 'data')[]
      }
    | { readonly law: NoAdditiveLaw | NotIdentifiable<'resamples_failed' | 'no_errors'> }
  )

/**
 * The additive law over the models that state data and size. It has no intercept a family: where families are not
 * declared to be one line, the one with the most such models is taken.
 */
export function additiveReport(
  { models, values }: TrainedModels,
  options: {
    readonly random: RandomStream
    readonly resamples?: number
    readonly familiesDeclared?: boolean | undefined
  },
): AdditiveReport {
  const { kept, ...about } = statedBy(models, ['parameters', 'trainingTokens'])
  const taken = options.familiesDeclared === true ? kept : largestFamily(kept)
  const named = {
    ...about,
    models: taken.map(({ model }) => model),
    families: [...new Set(taken.map(({ family }) => family))],
  }
  const data = {
    parameters: taken.map(({ parameters = Number.NaN }) => parameters),
    tokens: taken.map(({ trainingTokens = Number.NaN }) => trainingTokens),
    losses: taken.map(({ loss }) => loss),
  }
  const law = fitAdditiveLaw(data)
  if (law.state === 'not_identifiable') return { ...named, law }
  const resampled = resamplesOf({ models, values }, taken, options)
  if (resampled === undefined) return { ...named, law: notIdentifiable('no_errors') }
  const laws = bootstrapLaws(resampled, (losses) => {
    const again = fitAdditiveLaw({ ...data, losses }, { near: law })
    return again.state === 'fitted' ? again : undefined
  })
  if (laws === undefined) return { ...named, law: notIdentifiable('resamples_failed') }
  const intervals = {
    asymptote: percentileInterval(laws, ({ asymptote }) => asymptote),
    size: percentileInterval(laws, ({ size }) => size.exponent),
    data: percentileInterval(laws, (one) => one.data.exponent),
  }
  return {
    ...named,
    law,
    intervals,
    weak: (['size', 'data'] as const).filter((one) => isWide(intervals[one])),
  }
}

function largestFamily(models: readonly TrainedModel[]): readonly TrainedModel[] {
  return [...Map.groupBy(models, ({ family }) => family).values()].reduce(
    (most, family) => (family.length > most.length ? family : most),
    [],
  )
}

function resamplesOf(
  { models, values }: TrainedModels,
  taken: readonly TrainedModel[],
  options: { readonly random: RandomStream; readonly resamples?: number },
): ResampledLosses | undefined {
  if (values !== undefined) {
    const columns = taken.map((model) => models.indexOf(model))
    return resampledItems(
      values.map((row) => columns.map((column) => row[column] ?? Number.NaN)),
      options,
    )
  }
  const errors = taken.flatMap(({ error }) => error ?? [])
  if (errors.length < taken.length) return undefined
  return resampledErrors(
    taken.map(({ loss }) => loss),
    errors,
    options,
  )
}
