import type { TopLevelSpec } from 'vega-lite'
import type { Point } from '../domain/point.ts'
import { type ChartGroup, chartGroups } from './condition.ts'
import { type ByParametersOptions, scoreByParameters } from './score-by-parameters.ts'
import { scoreByShots } from './score-by-shots.ts'

/** A chart and the name of the file that it goes to, without a folder. */
export interface NamedChart {
  readonly file: string
  readonly spec: TopLevelSpec
}

/**
 * The charts of a set of points: for each task, metric and condition, score against parameters and score against
 * shots, each where there is something to draw. File names tell what is in them and depend on nothing else:
 * `capitals-exact_match-by-parameters.svg`, `…-by-shots-chat.svg`.
 */
export function chartsOf(points: readonly Point[], options: ByParametersOptions = {}): NamedChart[] {
  // A k at which every trial was skipped or failed gets no tick; the table shows it as unknown.
  const scored = points.filter((point) => point.score !== undefined)
  return chartGroups(scored).flatMap((group) =>
    [
      { by: 'by-parameters', spec: scoreByParameters(group, options) },
      { by: 'by-shots', spec: scoreByShots(group) },
    ].flatMap(({ by, spec }) => (spec === undefined ? [] : [{ file: fileName(group, by), spec }])),
  )
}

function fileName(group: ChartGroup, by: string): string {
  const stem = [group.task, group.metric, by, ...group.unusual].join('-')
  return `${stem.replace(/[^\p{L}\p{N}._-]+/gu, '_')}.svg`
}
