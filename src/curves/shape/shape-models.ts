import type { CurveCounts } from './curve-counts.ts'
import { type FlatFit, fitFlat } from './flat-fit.ts'
import { fitHinge, type HingeFit } from './hinge-fit.ts'
import { fitLinear, type LinearFit } from './linear-fit.ts'
import { fitLogistic, type LogisticFit } from './logistic-fit.ts'
import { fitStep, type StepFit } from './step-fit.ts'

/** A curve of some shape, fitted. */
export type ShapeFit = FlatFit | LinearFit | StepFit | LogisticFit | HingeFit

export type ShapeName = ShapeFit['model']

/** A shape that a curve may have. */
export interface ShapeModel {
  readonly model: ShapeName
  /** How many numbers are fitted. */
  readonly parameters: number
  /** How many models, and different sizes, it takes: the fewest with M − p − 1 > 0. */
  readonly sizes: number
  fit(counts: CurveCounts, floor: number): ShapeFit
}

/** The shapes, from the plainest on. */
export const SHAPE_MODELS: readonly ShapeModel[] = [
  { model: 'flat', parameters: 1, sizes: 3, fit: fitFlat },
  { model: 'linear', parameters: 2, sizes: 4, fit: fitLinear },
  { model: 'step', parameters: 3, sizes: 5, fit: fitStep },
  { model: 'logistic', parameters: 3, sizes: 5, fit: (counts, floor) => fitLogistic(counts, { floor }) },
  { model: 'logistic_free_floor', parameters: 4, sizes: 6, fit: (counts) => fitLogistic(counts, {}) },
  { model: 'hinge', parameters: 4, sizes: 6, fit: fitHinge },
]
