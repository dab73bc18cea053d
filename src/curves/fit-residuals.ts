import { levenbergMarquardt } from 'ml-levenberg-marquardt'

/** A least-squares problem: residuals r_j(θ) and their partial derivatives by θ. */
export interface Residuals {
  /** One a point. */
  values(parameters: readonly number[]): readonly number[]
  /** One row a point, one partial derivative a parameter in it. */
  jacobian(parameters: readonly number[]): readonly (readonly number[])[]
}

/** The range that each parameter is kept in. */
export interface Bounds {
  readonly low: readonly number[]
  readonly high: readonly number[]
}

/** Parameters and the sum of squared residuals there. */
export interface ResidualFit {
  readonly parameters: readonly number[]
  readonly squares: number
}

/** How long a search may go on. */
export interface SearchLength {
  /** A relative gain in the sum of squares that ends the search; 1e-12 where not told. */
  readonly tolerance?: number
  /** Steps of one pass, after each of which the bounds are looked at again; 12 where not told. */
  readonly steps?: number
  /** Passes at most; 40 where not told. */
  readonly passes?: number
}

/**
 * Least squares by Levenberg (1944) and Marquardt (1963), from one start, until a pass lowers the sum of squares by less
 * than the tolerance, relative to it. The sum of squares never exceeds that of the start.
 * @param start is moved into the bounds
 */
export function fitResiduals(
  problem: Residuals,
  start: readonly number[],
  bounds: Bounds,
  { tolerance = 1e-12, steps = 12, passes = 40 }: SearchLength = {},
): ResidualFit {
  const inside = within(start, bounds)
  let best: ResidualFit = { parameters: inside, squares: squaresOf(problem, inside) }
  for (let pass = 0; pass < passes && best.squares > 0; pass++) {
    const { squares } = best
    best = passOrStep(problem, best, bounds, steps)
    if (squares - best.squares <= tolerance * squares) break
  }
  return best
}

/** The parameters, each moved to the nearer bound where it is beyond one. */
export function within(parameters: readonly number[], { low, high }: Bounds): readonly number[] {
  return parameters.map((value, at) => Math.min(Math.max(value, low[at] ?? -Infinity), high[at] ?? Infinity))
}

/**
 * A pass, or one step where a pass ends at a singular matrix: with each success the library damps less, until two
 * parameters that do nearly the same leave nothing to invert.
 */
function passOrStep(problem: Residuals, from: ResidualFit, bounds: Bounds, steps: number): ResidualFit {
  for (const count of [steps, 1])
    try {
      return onePass(problem, from, bounds, count)
    } catch (error) {
      if (!(error instanceof Error && error.message === 'LU matrix is singular')) throw error
    }
  return from
}

function onePass(problem: Residuals, from: ResidualFit, bounds: Bounds, steps: number): ResidualFit {
  const jacobian = problem.jacobian(from.parameters)
  const values = problem.values(from.parameters)
  const free = freeOf(values, jacobian, from.parameters, bounds)
  if (free.length === 0) return from
  const whole = (moved: readonly number[]): readonly number[] => {
    const all = [...from.parameters]
    for (const [which, { parameter, unit }] of free.entries())
      all[parameter] = (moved[which] ?? Number.NaN) * unit
    return all
  }
  const inUnits = (all: readonly number[]) =>
    free.map(({ parameter, unit }) => (all[parameter] ?? Number.NaN) / unit)
  const { parameterValues } = levenbergMarquardt(
    { x: values.map((_, at) => at), y: values.map(() => 0) },
    (moved) => {
      const residuals = problem.values(whole(moved))
      return (at) => residuals[at] ?? Number.NaN
    },
    {
      initialValues: inUnits(from.parameters),
      minValues: inUnits(bounds.low),
      maxValues: inUnits(bounds.high),
      maxIterations: steps,
      // The library stops at this sum of squares, which is 0 only for a perfect fit.
      errorTolerance: Number.MIN_VALUE,
      jacobianFunction: (moved) => {
        const rows = problem.jacobian(whole(moved))
        return (at) => {
          const partials: number[] = []
          for (const { parameter, unit } of free) partials.push((rows[at]?.[parameter] ?? Number.NaN) * unit)
          return partials
        }
      },
    },
  )
  const parameters = within(whole(parameterValues), bounds)
  const squares = squaresOf(problem, parameters)
  return squares < from.squares ? { parameters, squares } : from
}

/** A parameter that moves, and what to measure it in. */
interface FreeParameter {
  readonly parameter: number
  /** A change that moves the residuals by 1 together: the library damps all parameters by one number. */
  readonly unit: number
}

/**
 * The parameters to move: those at a bound that the sum of squares falls towards stay, for the library would compute
 * the others' steps as if these moved.
 */
function freeOf(
  values: readonly number[],
  jacobian: readonly (readonly number[])[],
  parameters: readonly number[],
  { low, high }: Bounds,
): readonly FreeParameter[] {
  const slopes = parameters.map(() => 0)
  const squares = parameters.map(() => 0)
  for (const [at, row] of jacobian.entries()) {
    for (const [which, partial] of row.entries()) {
      slopes[which] = (slopes[which] ?? 0) + (values[at] ?? Number.NaN) * partial
      squares[which] = (squares[which] ?? 0) + partial ** 2
    }
  }
  return parameters.flatMap((value, parameter) => {
    const [least = -Infinity, most = Infinity, slope = 0] = [
      low[parameter],
      high[parameter],
      slopes[parameter],
    ]
    const stays = (value <= least && slope >= 0) || (value >= most && slope <= 0)
    const size = Math.sqrt(squares[parameter] ?? 0)
    return least < most && !stays ? [{ parameter, unit: size > 0 ? 1 / size : 1 }] : []
  })
}

function squaresOf(problem: Residuals, parameters: readonly number[]): number {
  return problem.values(parameters).reduce((sum, value) => sum + value ** 2, 0)
}
