import { CONFIDENCE, type Interval } from '../interval.ts'
import { tQuantile } from '../student-t.ts'
import { FEWEST_MODELS, fitProductLaw, type NoProductLaw, type ProductLaw } from './product-law.ts'
import { type LawModels, statedBy, type TrainedModels } from './trained-models.ts'

/** A product law with the intervals of its exponents: t over models, from HC3 standard errors. */
export type ProductReport = LawModels &
  (
    | {
        readonly law: ProductLaw
        readonly intervals: {
          readonly compute: Interval
          readonly data: Interval
          readonly parameters: Interval
        }
        /** Models less the numbers that were fitted. */
        readonly df: number
      }
    | { readonly law: NoProductLaw; readonly needed: number }
  )

/** The product law over all models that state compute, data and size, with an intercept a family. */
export function productReport({ models }: TrainedModels): ProductReport {
  const { kept, ...about } = statedBy(models, ['parameters', 'trainingTokens', 'trainingFlops'])
  const law = fitProductLaw({
    compute: kept.map(({ trainingFlops = Number.NaN }) => trainingFlops),
    data: kept.map(({ trainingTokens = Number.NaN }) => trainingTokens),
    parameters: kept.map(({ parameters = Number.NaN }) => parameters),
    losses: kept.map(({ loss }) => loss),
    families: kept.map(({ family }) => family),
  })
  const several = about.families.length > 1 ? about.families.length : 0
  if (law.state === 'not_identifiable') return { ...about, law, needed: FEWEST_MODELS + several }
  const df = kept.length - 4 - law.families.length
  const within = ({ value, se }: { readonly value: number; readonly se: number }): Interval => {
    const half = tQuantile((1 + CONFIDENCE) / 2, df) * se
    return { low: value - half, high: value + half }
  }
  const { compute, data, parameters } = law
  const intervals = { compute: within(compute), data: within(data), parameters: within(parameters) }
  return { ...about, law, intervals, df }
}
