import { type ModelTable, modelTables } from '../curves/model-tables.ts'
import { frontier } from '../curves/returns/frontier.ts'
import { findUpsets, type Upsets } from '../curves/returns/upsets.ts'
import type { CellFields } from '../report/cell-key.ts'
import type { ReportUpset, StandingMember, TaskStandings } from '../report/report-input.ts'
import { streamOf } from './detail-source.ts'
import type { LoadedCurves } from './load-curves.ts'

/** What the standings of a run are made from. */
interface StandingsSource extends Pick<LoadedCurves, 'cells' | 'context'> {
  /** The score column that a task is judged by. */
  readonly primaryOf: (task: string) => string | undefined
  /** The seed of the run: the numbers are those of `icl curves --details`. */
  readonly seed: number
}

/**
 * The frontiers of score against size, cost and latency, and the upsets, of each task and condition on its primary
 * metric at its most demonstrations. Tasks with fewer than two models that share items have none.
 */
export function modelStandings(source: StandingsSource): TaskStandings[] {
  const { cells, context, primaryOf } = source
  const tasks = context.tasks.map((task) => ({
    ...task,
    metrics: task.metrics.filter(({ column }) => column === primaryOf(task.name)),
  }))
  const leading = [...Map.groupBy(cells, (cell) => conditionOf(cell)).values()].flatMap((members) => {
    const most = Math.max(...members.map(({ row }) => row.shots))
    return members.filter(({ row }) => row.shots === most)
  })
  return modelTables(leading, tasks).flatMap((table) =>
    table.models.length < 2 || table.values.length < 2 ? [] : [standingsOf(table, source)],
  )
}

function conditionOf({ task, row }: StandingsSource['cells'][0]): string {
  return [task.name, row.rendering, row.instruction, row.control, row.sampling].join('\u0000')
}

/** As `icl curves --details` names its axes, so that the resamples are the same. */
const AXES = [
  { axis: 'size', stream: 'size' },
  { axis: 'cost', stream: 'usd' },
  { axis: 'latency', stream: 'seconds' },
] as const

const RESAMPLES = 1000

function standingsOf(table: ModelTable, { seed, context }: StandingsSource): TaskStandings {
  const { task, column, rendering, instruction, control, sampling, shots, models } = table
  const stream = (...name: readonly string[]) => streamOf({ seed, task }, ...name)
  // Made-up answers take no time that would tell anything.
  const isReal = models.every(({ model }) => context.models[model]?.source !== 'simulated')
  const frontiers = AXES.filter(({ axis }) => axis !== 'latency' || isReal).flatMap(
    ({ axis, stream: name }) => {
      const amounts = models.map((model) => amountOf(model, axis))
      const known = new Set(amounts.filter((amount) => amount !== undefined && amount > 0))
      if (known.size < 2) return []
      const found = frontier(table, amounts, { random: stream('frontier', name), resamples: RESAMPLES })
      return found.state === 'not_identifiable' ? [] : [{ axis, members: membersOf(found, table) }]
    },
  )
  const sizes = models.map(({ activeParameters, parameters }) => ({
    active: activeParameters ?? parameters,
    total: parameters,
  }))
  const found = findUpsets(table, sizes, { random: stream('upsets') })
  const upsets = found.state === 'estimated' ? found.upsets : []
  return {
    ...{ task, rendering, instruction, control, sampling, shots },
    metric: column.replace(/^score_/u, ''),
    items: table.values.length,
    resamples: RESAMPLES,
    frontiers,
    upsets: upsets.filter(({ shownOn }) => shownOn.length > 0).map((one) => upsetOf(one, table)),
    chanceUpsets: upsets.filter(({ shownOn }) => shownOn.length === 0).length,
  }
}

function amountOf(
  { activeParameters, parameters, costs }: ModelTable['models'][0],
  axis: (typeof AXES)[number]['axis'],
): number | undefined {
  if (axis === 'size') return activeParameters ?? parameters
  return axis === 'cost' ? costs.usd : costs.seconds
}

function membersOf(
  { members }: Extract<ReturnType<typeof frontier>, { state: 'estimated' }>,
  table: ModelTable,
): StandingMember[] {
  return members.flatMap(({ column, cost, onFrontier, share, standing }) => {
    const cell = cellOf(table, column)
    return cell === undefined ? [] : [{ cell, amount: cost, onFrontier, share, standing }]
  })
}

function upsetOf(
  { winner, loser, difference, low, high, axes, shownOn }: Upsets['upsets'][0],
  table: ModelTable,
): ReportUpset {
  const [won, lost] = [cellOf(table, winner), cellOf(table, loser)]
  if (won === undefined || lost === undefined) throw new RangeError('a model of the pair is not in the table')
  return {
    ...{ winner: won, loser: lost, difference, low, high },
    axes: shownOn.flatMap((axis) => {
      const on = axes[axis]
      return on === undefined ? [] : [{ axis, ...on }]
    }),
  }
}

function cellOf(table: ModelTable, column: number): CellFields | undefined {
  const own = table.models[column]
  if (own === undefined) return undefined
  const { task, rendering, instruction, control, sampling, shots } = table
  const { model, provider, engine, quantization } = own
  return { task, model, provider, engine, quantization, rendering, instruction, control, sampling, shots }
}
