import { POINT_COLUMNS, type Point } from '../domain/point.ts'
import { csvText } from './csv-text.ts'
import { camelCase } from './key-case.ts'

/** What an import cannot know of a score; its points have the values of a plain run there. */
const UNKNOWN_TO_IMPORTS: ReadonlySet<string> = new Set<(typeof POINT_COLUMNS)[number]>([
  ...(['provider', 'engine', 'rendering', 'instruction', 'control', 'sampling', 'draws', 'repeats'] as const),
  ...(['failed', 'skipped', 'refused', 'empty', 'truncated', 'unparsed', 'items_dropped'] as const),
])

/** curve.csv's text: one row a point, columns as `POINT_COLUMNS`. */
export function curveText(points: readonly Point[]): string {
  return csvText([
    POINT_COLUMNS,
    ...points.map((point) => POINT_COLUMNS.map((column) => point[memberOf(column)])),
  ])
}

/** The text of an import's curve.csv: what it cannot know is left empty, as are items where their number is not told. */
export function importedCurveText(points: readonly Point[]): string {
  const isUnknown = (point: Point, column: string) =>
    UNKNOWN_TO_IMPORTS.has(column) || (point.items === 0 && (column === 'items' || column === 'trials'))
  return csvText([
    POINT_COLUMNS,
    ...points.map((point) =>
      POINT_COLUMNS.map((column) => (isUnknown(point, column) ? undefined : point[memberOf(column)])),
    ),
  ])
}

type SnakeToCamel<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<SnakeToCamel<Tail>>}`
  : S

/** `ci_low` → `ciLow`: each column is the snake-case name of a member. */
function memberOf<C extends (typeof POINT_COLUMNS)[number]>(column: C): SnakeToCamel<C> {
  return camelCase(column) as SnakeToCamel<C>
}
