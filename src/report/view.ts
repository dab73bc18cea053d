import { type ChartGroup, chartGroups } from '../charts/condition.ts'
import { type Series, seriesOf } from '../charts/series.ts'
import type { Control, Instruction, Rendering } from '../domain/factors.ts'
import type { Point } from '../domain/point.ts'
import { type CellFields, cellKey, hasTrials } from './cell-key.ts'
import type { FigureCell } from './figure.ts'
import type { ReportInput, ReportTask } from './report-input.ts'

/** The points of one task or suite under one condition. */
export interface ConditionView {
  /** In words: `chat prompts, with instruction`; empty for the usual one. */
  readonly name: string
  readonly control: Control
  readonly rendering: Rendering
  readonly instruction: Instruction
  /** In words, what it is but for the control. */
  readonly setting: string
  /** By metric: the primary one first, then its companion, then the others. */
  readonly metrics: readonly MetricView[]
}

export interface MetricView {
  readonly metric: string
  readonly points: readonly Point[]
  readonly series: readonly Series[]
}

/** One task or suite of the report. */
export interface TaskView {
  readonly task: ReportTask
  /** Its anchor in the page. */
  readonly id: string
  readonly isSuite: boolean
  readonly source: string
  readonly conditions: readonly ConditionView[]
}

/** The points of a report in the order of its page, with a number for every cell. */
export interface ReportView {
  readonly tasks: readonly TaskView[]
  readonly cells: readonly FigureCell[]
  cellOf(point: Point): number
  /** The cell of trials; −1 where the page has none. */
  cellOfTrials(fields: CellFields): number
  /** Families and tunings in order of size: a kind's number gives its shape and dash. */
  readonly kinds: readonly string[]
}

/** Orders and groups the points of a report. */
export function reportView(input: Pick<ReportInput, 'points' | 'tasks' | 'sample'>): ReportView {
  const bySource = Map.groupBy(input.points, ({ source, task }) => JSON.stringify([task, source]))
  const names = input.tasks.map(({ name }) => name)
  const rank = (point: Point | undefined) => {
    const at = names.indexOf(point?.task ?? '')
    return at === -1 ? names.length + (point?.task.startsWith('suite:') === true ? 0 : 1) : at
  }
  const groups = [...bySource.values()].sort((a, b) => rank(a[0]) - rank(b[0]))
  const tasks = groups.map((points, index) => taskView(points, input.tasks, index))
  const { cells, numbers } = numberedCells(tasks, input)
  return {
    tasks,
    cells,
    cellOf: (point) => numbers.get(pointKey(point)) ?? -1,
    cellOfTrials: (fields) => numbers.get(cellKey(fields)) ?? -1,
    kinds: [...new Set(seriesOf(input.points).map(({ kind }) => kind))],
  }
}

/** Numbers the cells of the report in the order of its page. */
function numberedCells(tasks: readonly TaskView[], input: Pick<ReportInput, 'sample'>) {
  const numbers = new Map<string, number>()
  const cells: FigureCell[] = []
  const scopes = tasks.flatMap(({ isSuite, conditions }) =>
    conditions.map((condition) => ({ isSuite, condition })),
  )
  for (const [scope, { isSuite, condition }] of scopes.entries())
    for (const { label, points } of condition.metrics.flatMap(({ series }) => series))
      for (const point of points) {
        const key = pointKey(point)
        if (numbers.has(key)) continue
        numbers.set(key, cells.length)
        cells.push(cellView(point, { label, scope, condition, input, isSuite }))
      }
  return { cells, numbers }
}

function pointKey(point: Point): string {
  return hasTrials(point) ? cellKey(point) : `${point.source}\u0000${cellKey(point)}`
}

function cellView(
  point: Point,
  context: {
    readonly label: string
    readonly scope: number
    readonly condition: ConditionView
    readonly isSuite: boolean
    readonly input: Pick<ReportInput, 'sample'>
  },
): FigureCell {
  const { task, model, shots } = point
  const counts = hasTrials(point) ? context.input.sample.counts.get(cellKey(point)) : undefined
  return {
    task,
    scope: context.scope,
    label: context.label,
    model,
    condition: context.condition.name,
    shots,
    ...(context.isSuite || !hasTrials(point)
      ? {}
      : { trials: point.trials, wrong: counts?.wrong ?? 0, noAnswer: counts?.no_answer ?? 0 }),
  }
}

function taskView(points: readonly Point[], tasks: readonly ReportTask[], index: number): TaskView {
  const [first] = points
  const name = first?.task ?? ''
  const task = tasks.find((one) => one.name === name) ?? taskOf(name, points)
  const order = [task.primary, task.companion]
  const place = (metric: string) => (order.includes(metric) ? order.indexOf(metric) : order.length)
  const groups = chartGroups(points).sort((a, b) => place(a.metric) - place(b.metric))
  const conditions = Map.groupBy(groups, (group) => group.unusual.join('\u0000'))
  return {
    task,
    id: `task-${index + 1}`,
    isSuite: name.startsWith('suite:'),
    source: first?.source ?? 'run',
    conditions: [...conditions.values()].flatMap((members) => conditionView(members) ?? []),
  }
}

/** A control's points begin with the gold baseline at 0 shots: the last point tells the condition. */
function conditionView(members: readonly ChartGroup[]): ConditionView | undefined {
  const point = members[0]?.points.at(-1)
  if (point === undefined) return undefined
  const { control, rendering, instruction } = point
  return {
    name: conditionName(point),
    setting: conditionName({ ...point, control: 'gold' }),
    ...{ control, rendering, instruction },
    metrics: members.map(({ metric, points }) => ({ metric, points, series: seriesOf(points) })),
  }
}

/** A task that is known by its points alone: its first discontinuous metric, and a continuous one beside it. */
function taskOf(name: string, points: readonly Point[]): ReportTask {
  const first = points.find(({ metricKind }) => metricKind === 'discontinuous') ?? points[0]
  const companion = points.find(
    ({ metricKind, metric }) => metricKind === 'continuous' && metric !== first?.metric,
  )
  return { name, suite: '', primary: first?.metric ?? '', companion: companion?.metric }
}

function conditionName(point: Point): string {
  return [
    point.rendering === 'raw' ? '' : `${point.rendering} prompts`,
    point.instruction === 'on' ? 'with instruction' : '',
    point.control === 'gold' ? '' : point.control,
    point.sampling === 'shared' ? '' : 'demonstrations drawn per query',
  ]
    .filter((part) => part !== '')
    .join(', ')
}
