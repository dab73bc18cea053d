import { InputError } from '../../domain/input-error.ts'
import type { Point } from '../../domain/point.ts'
import { type DimensionName, dimensionKey } from './dimension.ts'
import { PLOT_FACETS, type PlotAxisName, type PlotFacet, type PlotRequest } from './plot-request.ts'

/** Which dimensions tell panels apart, and which tells colours apart. */
export interface Arrangement {
  /** None, one, or rows and columns. */
  readonly facets: readonly PlotFacet[]
  readonly color: DimensionName
}

/** Rows and columns: a page has no third. */
const MOST_FACETS = 2

/**
 * Gives each dimension in which the points differ a place, so that no mark stands for a mixture: panels for those asked
 * for, colours for one, and where nothing was asked, panels for what is left.
 *
 * @throws InputError where a dimension is left without a place
 */
export function arrange(points: readonly Point[], { x, facets }: PlotRequest): Arrangement {
  const varying = ([...PLOT_FACETS, 'shots'] as const).filter(
    (name) => new Set(points.map((point) => dimensionKey(name, point))).size > 1,
  )
  const onAxis: readonly DimensionName[] = x === 'shots' ? ['shots'] : isSize(x) ? ['model'] : ['shots']
  const open = varying.filter(
    (name) => !onAxis.includes(name) && facets?.includes(name as PlotFacet) !== true,
  )
  const candidates = colorFirst(x).filter((name) => facets?.includes(name as PlotFacet) !== true)
  // Where none differs there is one colour.
  const color = candidates.find((name) => open.includes(name)) ?? candidates[0] ?? 'sampling'
  const rest = open.filter((name): name is PlotFacet => name !== color && name !== 'shots')
  if (facets === undefined && rest.length <= MOST_FACETS) return { facets: rest, color }
  if (facets !== undefined && rest.length === 0) return { facets, color }
  throw new InputError({
    message: `the points differ in ${rest.join(', ')}${facets === undefined ? ': more than rows and columns can show' : `, which ${facets.length === 0 ? 'one panel' : `panels by ${facets.join(' and ')}`} would mix`}`,
    hint: rest.map(cure).join('; '),
  })
}

function isSize(x: PlotAxisName): boolean {
  return x === 'params' || x === 'active-params'
}

function colorOf(x: PlotAxisName): DimensionName {
  return isSize(x) ? 'shots' : 'model'
}

/** What colours tell apart, the first that differs. */
function colorFirst(x: PlotAxisName): readonly DimensionName[] {
  return [colorOf(x), 'control', 'rendering', 'instruction', 'sampling']
}

function cure(name: PlotFacet): string {
  const narrows = name === 'instruction' || name === 'sampling' ? '' : `, or keep one with --${name}`
  return `make panels with --facet ${name}${narrows}`
}
