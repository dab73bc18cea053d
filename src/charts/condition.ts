import type { Point } from '../domain/point.ts'

/** The points of one chart: one task and metric under one condition, from one source. */
export interface ChartGroup {
  readonly source: string
  readonly task: string
  readonly metric: string
  /** Parts of the condition that are not the usual ones, for file names: `chat`, `flipped-labels`. */
  readonly unusual: readonly string[]
  readonly points: readonly Point[]
}

/**
 * Groups points so that a chart never mixes tasks, metrics, sources, renderings, instructions, controls or
 * samplings. Zero shots show no demonstrations, so the gold points at 0 shots belong to every control.
 */
export function chartGroups(points: readonly Point[]): ChartGroup[] {
  return [...Map.groupBy(points, groupKey).values()].flatMap((members) => {
    const [first] = members
    if (first === undefined) return []
    const baseline =
      first.control === 'gold'
        ? []
        : points.filter(
            (point) =>
              point.shots === 0 && groupKey({ ...point, control: first.control }) === groupKey(first),
          )
    const { source, task, metric } = first
    const all = [...new Set([...baseline, ...members])]
    return [{ source, task, metric, unusual: unusualParts(first), points: all }]
  })
}

function groupKey(point: Point): string {
  const { source, task, metric, rendering, instruction, control, sampling } = point
  return [source, task, metric, rendering, instruction, control, sampling].join('\u0000')
}

function unusualParts(point: Point): string[] {
  return [
    point.source === 'run' ? '' : point.source,
    point.rendering === 'raw' ? '' : point.rendering,
    point.instruction === 'on' ? 'instruction' : '',
    point.control === 'gold' ? '' : point.control,
    point.sampling === 'shared' ? '' : point.sampling,
  ].filter((part) => part !== '')
}

/** Lines under a chart's title: the condition, and what its intervals are. */
export function describeGroup({ points }: Pick<ChartGroup, 'points'>): string[] {
  return [joined(conditionParts(points)), conditionalNote(points)].filter((line) => line !== '')
}

/** The condition that points share, how many trials are behind them, and how their intervals were made; parts may be empty. */
export function conditionParts(points: readonly Point[]): string[] {
  if (points.length === 0) return []
  const shown = points.filter((point) => point.shots > 0)
  // What was imported does not say how it was asked.
  const rendering = shared(points.filter(isOfRun).map((point) => point.rendering))
  const control = shared(shown.map((point) => point.control))
  const condition = [
    rendering === undefined ? '' : `${rendering} prompts`,
    shared(points.map((point) => point.instruction)) === 'on' ? 'with instruction' : '',
    control === undefined || control === 'gold' ? '' : `${control} demonstrations`,
  ]
  const intervals = methodNames(points)
  const about = [
    count(
      points.map((point) => point.items).filter((items) => items > 0),
      'item',
    ),
    count(
      points.filter((point) => point.shots > 0 && isOfRun(point)).map((point) => point.draws),
      'draw',
    ),
    count(
      points.map((point) => point.repeats).filter((repeats) => repeats > 1),
      'repeat',
    ),
    intervals === '' ? '' : `95 % intervals: ${intervals}`,
  ]
  return [...condition, ...about]
}

export function isOfRun({ provider, engine }: Point): boolean {
  return provider !== '' || engine !== ''
}

/** The one value that all have; undefined where they differ or there is none. */
function shared<T>(values: readonly T[]): T | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined
}

/** `30 items`, or `28–30 items` where the points differ; nothing without a number. */
function count(values: readonly number[], noun: string): string {
  if (values.length === 0) return ''
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return `${least === most ? most : `${least}–${most}`} ${noun}${most === 1 ? '' : 's'}`
}

const METHODS: { readonly [method: string]: string } = {
  wilson: 'Wilson',
  wilson_n_eff: 'Wilson on effective trials',
  t: 't over items',
  normal: 'normal, from standard errors',
  bootstrap: 'bootstrap over items',
  mover: 'from those of the tasks (MOVER)',
}

function methodNames(points: readonly Point[]): string {
  const methods = points.flatMap((point) => point.ciMethod?.replace('_conditional_on_draws', '') ?? [])
  const distinct = new Set(methods)
  // With one draw, as at 0 shots, every trial is an effective one.
  if (distinct.has('wilson_n_eff')) distinct.delete('wilson')
  return [...distinct].map((method) => METHODS[method] ?? method).join(', ')
}

/** What intervals do not cover, where demonstrations were drawn once for all items. */
export function conditionalNote(points: readonly Point[]): string {
  const drawnOnce = points.some((point) => point.sampling === 'shared' && point.shots > 0 && isOfRun(point))
  return drawnOnce ? 'Intervals cover the choice of items, not of demonstrations' : ''
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ')
}
