import { type NotIdentifiable, notIdentifiable } from '../not-identifiable.ts'
import { aicc } from './aicc.ts'
import { pearsonChi2 } from './binomial.ts'
import { type CurveCounts, checked, distinctSizes } from './curve-counts.ts'
import { SHAPE_MODELS, type ShapeFit, type ShapeModel, type ShapeName } from './shape-models.ts'

/** A shape as the others see it. */
interface RankedShape {
  readonly state: 'fitted'
  readonly model: ShapeName
  /** How many numbers were fitted. */
  readonly parameters: number
  readonly fit: ShapeFit
  readonly aicc: number
  /** AICc less the least; 0 for the best. */
  readonly delta: number
  /** Akaike weight: exp(−Δ/2) ÷ Σ exp(−Δ/2) over the shapes that could be fitted. */
  readonly weight: number
}

/** A shape that so few sizes cannot tell from others. */
interface UnfittedShape extends NotIdentifiable<'too_few_sizes'> {
  readonly model: ShapeName
  /** Sizes it takes. */
  readonly sizes: number
}

/** How well each shape describes a curve: a description, never the verdict on emergence. */
export interface ShapeComparison {
  readonly state: 'fitted'
  /** In the order of SHAPE_MODELS. */
  readonly shapes: readonly (RankedShape | UnfittedShape)[]
  readonly best: RankedShape
  /** The shapes whose AICc is within 2 of the best's, the best among them, best first. */
  readonly indistinguishable: readonly ShapeName[]
  /** Pearson's X² ÷ (M − p) of the best shape: about 1 where models lie on one curve. */
  readonly dispersion: number
  /** Dispersion above 3: the models do not lie on one curve (mixed families, for instance). */
  readonly overdispersed: boolean
}

/** Differences in AICc up to this tell nothing (Burnham and Anderson 2002, section 2.6). */
const INDISTINGUISHABLE = 2

const MOST_DISPERSION = 3

/**
 * Fits each shape by binomial maximum likelihood and ranks them by AICc with n = the number of sizes.
 * @param floor the score of guessing, in [0, 1): what the logistic with a fixed floor starts from
 * @throws RangeError for counts that are none, or a floor outside [0, 1)
 */
export function compareShapes(
  counts: CurveCounts,
  floor: number,
): ShapeComparison | NotIdentifiable<'too_few_sizes'> {
  checked(counts)
  if (!(floor >= 0 && floor < 1)) throw new RangeError(`a floor of ${floor} is not in [0, 1)`)
  const fitted = SHAPE_MODELS.flatMap((model) => fittedShape(model, counts, floor))
  const least = Math.min(...fitted.map((shape) => shape.aicc))
  const total = fitted.reduce((sum, shape) => sum + likelihoodAt(shape.aicc - least), 0)
  const ranked = fitted.map((shape): RankedShape => {
    const delta = shape.aicc - least
    return { state: 'fitted', ...shape, delta, weight: likelihoodAt(delta) / total }
  })
  const order = ranked.toSorted((a, b) => a.delta - b.delta)
  const [best] = order
  if (best === undefined) return notIdentifiable('too_few_sizes')
  const dispersion = pearsonChi2(counts, best.fit.means) / (counts.x.length - best.parameters)
  return {
    state: 'fitted',
    shapes: SHAPE_MODELS.map(
      ({ model, sizes }) =>
        ranked.find((shape) => shape.model === model) ?? {
          ...notIdentifiable('too_few_sizes'),
          model,
          sizes,
        },
    ),
    best,
    indistinguishable: order.filter(({ delta }) => delta <= INDISTINGUISHABLE).map(({ model }) => model),
    dispersion,
    overdispersed: dispersion > MOST_DISPERSION,
  }
}

function likelihoodAt(delta: number): number {
  return Math.exp(-delta / 2)
}

function fittedShape(
  { model, parameters, sizes, fit: fitTo }: ShapeModel,
  counts: CurveCounts,
  floor: number,
): Omit<RankedShape, 'state' | 'delta' | 'weight'>[] {
  if (distinctSizes(counts).length < sizes) return []
  const fit = fitTo(counts, floor)
  const criterion = aicc(fit.logLikelihood, parameters, counts.x.length)
  return criterion === undefined ? [] : [{ model, parameters, fit, aicc: criterion }]
}
