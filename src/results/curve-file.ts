import { POINT_COLUMNS, type Point } from '../domain/point.ts'
import { csvText } from './csv-text.ts'
import { camelCase } from './key-case.ts'

/** curve.csv's text: one row a point, columns as `POINT_COLUMNS`. */
export function curveText(points: readonly Point[]): string {
  return csvText([
    POINT_COLUMNS,
    ...points.map((point) => POINT_COLUMNS.map((column) => point[memberOf(column)])),
  ])
}

type SnakeToCamel<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<SnakeToCamel<Tail>>}`
  : S

/** `ci_low` → `ciLow`: each column is the snake-case name of a member. */
function memberOf<C extends (typeof POINT_COLUMNS)[number]>(column: C): SnakeToCamel<C> {
  return camelCase(column) as SnakeToCamel<C>
}
