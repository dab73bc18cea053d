import type { DetailSection } from '../charts/details/detail-section.ts'
import { labelsSection } from '../charts/details/labels-section.ts'
import { meansSection } from '../charts/details/means-section.ts'
import { frontierSection, upsetsSection } from '../charts/details/models-section.ts'
import { costSection } from '../charts/details/returns-section.ts'
import { learningSection } from '../charts/details/shots-section.ts'
import type { ItemCurve } from '../curves/item-curve.ts'
import { labelTables } from '../curves/learning/label-scores.ts'
import { labelSensitivity } from '../curves/learning/label-sensitivity.ts'
import { learningCurve } from '../curves/learning/learning-curve.ts'
import { type ModelTable, modelTables } from '../curves/model-tables.ts'
import type { CostAxis } from '../curves/returns/cost-per-item.ts'
import { frontier } from '../curves/returns/frontier.ts'
import { costReturns } from '../curves/returns/returns-along.ts'
import { findUpsets } from '../curves/returns/upsets.ts'
import { secondIntervals } from '../curves/second-interval.ts'
import { shotsCurves } from '../curves/shots-curves.ts'
import { type DetailSource, isSameCondition, streamOf, tasksOf } from './detail-source.ts'
import { jointLawsOf, observationalOf } from './scaling-details.ts'

/**
 * What all models of a task under one condition tell together, whatever their families: second intervals of means, joint
 * laws of loss, observational scaling, costs, frontiers, upsets, learning from demonstrations, label sensitivity. Part by
 * part, each computed when it is asked for.
 * @param curve any curve of the condition, at the number of demonstrations that is meant
 */
export function* conditionDetails(curve: ItemCurve, source: DetailSource): Generator<DetailSection> {
  const tables = modelTables(source.cells, tasksOf(source)).filter(
    (one) => one.shots === curve.shots && isSameCondition(one, curve),
  )
  yield* meansOf(curve, source)
  yield* jointLawsOf(tables, source)
  const table = tables.find(({ column }) => column === curve.column)
  if (table !== undefined) {
    yield* observationalOf(table, source)
    yield* costsOf(table, source)
  }
  yield* learningOf(curve, source)
  yield* labelsOf(curve, source)
}

/** The means of every metric whose t interval wants a second one. */
function* meansOf(curve: ItemCurve, source: DetailSource): Generator<DetailSection> {
  const [task] = tasksOf(source)
  const cells = source.cells.filter(
    ({ task: { name }, row }) =>
      name === curve.task && row.shots === curve.shots && isSameCondition(row, curve),
  )
  for (const metric of task?.metrics ?? []) {
    source.about('second intervals of means')
    const means = secondIntervals(cells, metric, ({ row: { model, engine } }) =>
      streamOf(source, 'means', metric.column, model, engine),
    )
    if (means.length > 0) yield meansSection(metric.column, means)
  }
}

const COSTS: readonly { readonly axis: CostAxis; readonly name: string }[] = [
  { axis: 'usd', name: 'cost, US dollars an answer' },
  { axis: 'flops', name: 'computation, operations an answer' },
  { axis: 'seconds', name: 'time, seconds an answer' },
]

/** Returns on cost, frontiers and upsets, over all models of the condition, whatever their families. */
function* costsOf(table: ModelTable, source: DetailSource): Generator<DetailSection> {
  const names = table.models.map(({ model }) => model)
  for (const { axis, name } of COSTS) {
    const costs = table.models.map((model) => model.costs[axis])
    if (costs.every((cost) => cost === undefined || cost === 0)) continue
    source.about(`returns and frontier of ${name}`)
    yield costSection(name, costReturns(table, costs, { random: streamOf(source, 'cost', axis) }), names)
    yield frontierSection(name, table, frontier(table, costs, { random: streamOf(source, 'frontier', axis) }))
  }
  const sizes = table.models.map(sizeOf)
  yield frontierSection(
    'size, active parameters',
    table,
    frontier(
      table,
      sizes.map(({ active }) => active),
      { random: streamOf(source, 'frontier', 'size') },
    ),
  )
  source.about('upsets')
  yield upsetsSection(table, findUpsets(table, sizes, { random: streamOf(source, 'upsets') }))
}

function sizeOf({ activeParameters, parameters }: ModelTable['models'][0]) {
  return { active: activeParameters ?? parameters, total: parameters }
}

function* learningOf(curve: ItemCurve, source: DetailSource): Generator<DetailSection> {
  const details = shotsCurves(source.cells, tasksOf(source))
    .filter((one) => one.column === curve.column && isSameCondition(one, curve))
    .map((one) => ({
      curve: one,
      learning: learningCurve(one.matrix, { random: streamOf(source, 'learning', one.model) }),
    }))
  if (details.length > 0) yield learningSection(details)
}

function* labelsOf(curve: ItemCurve, source: DetailSource): Generator<DetailSection> {
  // Said once, beside the correct labels that the others are compared with.
  if (curve.control !== 'gold') return
  const tables = labelTables(source.cells, tasksOf(source)).filter(
    (one) => one.column === curve.column && isSameCondition({ ...one, control: 'gold' }, curve),
  )
  const chance = curve.chance ?? 0
  for (const table of tables) {
    const random = streamOf(source, 'labels', table.shots)
    yield labelsSection(table, labelSensitivity(table.models, { chance, random }), chance)
  }
}
