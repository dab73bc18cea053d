import type { Result } from '../domain/result.ts'
import type { Condition } from '../domain/trial.ts'
import type { Plan } from './plan.ts'
import { conditions, shotsOf } from './trial-group.ts'

/** The coordinates that the points of all models share: a result's, or a point's. */
export type CellPlace = Pick<Result, 'task' | 'rendering' | 'instruction' | 'control' | 'shots'>

/** One point of every model: the same items under the same condition, with all its draws and repeats. */
export interface Cell {
  readonly place: CellPlace
  /** One a draw. */
  readonly conditions: readonly [Condition, ...Condition[]]
}

/** The cells of a plan by the name of their place, in plan order. */
export function cellsOf(plan: Plan): ReadonlyMap<string, Cell> {
  const cells = new Map<string, Cell>()
  for (const condition of conditions(plan))
    for (const shots of shotsOf(plan, condition)) {
      const place = placeIn(condition, shots)
      const key = cellKey(place)
      cells.set(key, {
        place,
        conditions: [...(cells.get(key)?.conditions ?? []), condition] as Cell['conditions'],
      })
    }
  return cells
}

/** Where the trials of a condition at k shots belong: a baseline is everyone's, and gold. */
export function placeIn({ task, rendering, instruction, control }: Condition, shots: number): CellPlace {
  return { task: task.name, rendering, instruction, control: shots === 0 ? 'gold' : control, shots }
}

/** The name of the cell of a result or point. */
export function cellKey({ task, rendering, instruction, control, shots }: CellPlace): string {
  return `${task} ${rendering} ${instruction} ${control} ${shots}`
}
