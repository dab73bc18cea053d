import type { Point } from '../domain/point.ts'
import type { Result } from '../domain/result.ts'

/** What a point and its trials have in common. */
export type CellFields = Pick<
  Result,
  | 'task'
  | 'model'
  | 'provider'
  | 'engine'
  | 'quantization'
  | 'rendering'
  | 'instruction'
  | 'control'
  | 'sampling'
  | 'shots'
>

/** Names the cell of a trial: all that a point never mixes, but for the metric. */
export function cellKey(row: CellFields): string {
  return [
    row.task,
    row.model,
    row.provider,
    row.engine,
    row.quantization ?? '',
    row.rendering,
    row.instruction,
    row.control,
    row.sampling,
    row.shots,
  ].join('\u0000')
}

/** Whether a point was made of trials, and not taken from somebody's published scores. */
export function hasTrials({ source }: Pick<Point, 'source'>): boolean {
  return source === 'run' || source === 'simulated'
}
