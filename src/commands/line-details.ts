import type { DetailSection } from '../charts/details/detail-section.ts'
import { lossSection } from '../charts/details/loss-section.ts'
import { pairedSection } from '../charts/details/paired-section.ts'
import { returnsSection } from '../charts/details/returns-section.ts'
import { shapeSection } from '../charts/details/shape-section.ts'
import { interactionSection } from '../charts/details/shots-section.ts'
import { sizesOf } from '../charts/details/size-names.ts'
import { gainVerdictSection, verdictSection } from '../charts/details/verdict-section.ts'
import { meanOf } from '../curves/clustered-mean.ts'
import type { ItemCurve } from '../curves/item-curve.ts'
import { itemMatrices } from '../curves/item-matrices.ts'
import { columnOf } from '../curves/item-matrix.ts'
import { interactionReport } from '../curves/learning/interaction-report.ts'
import { sizeShotsTable } from '../curves/learning/size-shots-table.ts'
import { fitLossCurve } from '../curves/loss/loss-curve.ts'
import { adjacentComparisons } from '../curves/paired/adjacent-comparisons.ts'
import { adjustCurves, type CurveDifference } from '../curves/paired/adjust-curves.ts'
import { sizeReturns } from '../curves/returns/returns-along.ts'
import { bigBenchDescriptors } from '../curves/shape/big-bench.ts'
import { describeCurve } from '../curves/shape/describe-curve.ts'
import { iclEmergence } from '../curves/verdict/icl-emergence.ts'
import { familyOf, type RunVerdict } from '../curves/verdict/run-verdicts.ts'
import { type DetailSource, isSameCondition, streamOf, tasksOf, trainingOf } from './detail-source.ts'

/**
 * What one curve of score against size tells, part by part, each computed when it is asked for.
 * @param found the curve's verdict
 * @param verdicts of all curves of the run: the curve's p over adjacent sizes is adjusted over tasks
 */
export function* lineDetails(
  found: RunVerdict,
  verdicts: readonly RunVerdict[],
  source: DetailSource,
): Generator<DetailSection> {
  const { curve } = found
  yield verdictSection(found)
  const comparisons = comparisonsOf(curve, source)
  yield pairedSection(curve, comparisons, acrossTasks(found, comparisons, verdicts, source))
  for (const other of otherMetrics(curve, source)) yield pairedSection(other, comparisonsOf(other, source))
  yield shapeOf(curve, source)
  yield* lossesOf(curve, source)
  yield returnsSection('size', sizeReturns(curve.matrix, comparisons), sizesOf(curve))
  const lines = linesOf(source).filter((one) => isSameCondition(one, curve) && sharesModel(one, curve))
  const table = sizeShotsTable(lines.filter(({ column }) => column === curve.column))
  const nats = sizeShotsTable(lines.filter(({ unit }) => unit === 'nats_per_byte'))
  if (table !== undefined && table.shots.length > 1) {
    yield interactionSection(interactionReport(table, curve, nats))
    yield* gainVerdict(found, lines, source)
  }
}

function comparisonsOf({ matrix, column }: ItemCurve, source: DetailSource) {
  return adjacentComparisons(matrix, { random: streamOf(source, 'adjacent', column) })
}

/** The curve's comparisons among those of the same line and condition in the other tasks, by their primary metrics. */
function acrossTasks(
  found: RunVerdict,
  own: ReturnType<typeof comparisonsOf>,
  verdicts: readonly RunVerdict[],
  source: DetailSource,
): CurveDifference | undefined {
  source.about('adjacent sizes of the other tasks')
  const family = verdicts.filter((one) => familyOf(one) === familyOf(found))
  const comparisons = family.map((one) =>
    one === found ? own : comparisonsOf(one.curve, { ...source, task: one.curve.task }),
  )
  return adjustCurves(comparisons)[family.indexOf(found)]
}

/** The other metrics' curves of the same models, condition and number of demonstrations. */
function otherMetrics(curve: ItemCurve, source: DetailSource): readonly ItemCurve[] {
  return linesOf(source).filter(
    (other) =>
      other.column !== curve.column &&
      other.shots === curve.shots &&
      isSameCondition(other, curve) &&
      sharesModel(other, curve),
  )
}

function linesOf(source: DetailSource): readonly ItemCurve[] {
  const { cells, join } = source
  return itemMatrices(cells, tasksOf(source), join === undefined ? {} : { join })
}

function shapeOf({ matrix, models, chance, column, shots }: ItemCurve, source: DetailSource): DetailSection {
  const points = models.map(({ activeParameters, parameters }, at) => ({
    parameters: activeParameters ?? parameters ?? Number.NaN,
    score: meanOf(columnOf(matrix, at)),
  }))
  source.about('shapes, breakpoint and width of the rise')
  const description = describeCurve(matrix, {
    chance: chance ?? 0,
    random: streamOf(source, 'breakpoint', column, shots),
    trials: models.map(({ trials, failed }) => trials - failed),
  })
  return shapeSection(description, bigBenchDescriptors(matrix.values.length === 0 ? [] : points))
}

/** The power law of each metric in nats per byte: its loss is the log-likelihood with its sign turned. */
function* lossesOf(curve: ItemCurve, source: DetailSource): Generator<DetailSection> {
  for (const { unit, column, matrix, models } of otherMetrics(curve, source)) {
    if (unit !== 'nats_per_byte') continue
    const losses = { ...matrix, values: matrix.values.map((row) => row.map((nats) => -nats)) }
    source.about('the power law of loss')
    const hasLoss = matrix.x.every((_, size) => meanOf(columnOf(losses, size)) > 0)
    yield lossSection(
      column,
      hasLoss ? fitLossCurve(losses, { random: streamOf(source, 'loss', column) }) : undefined,
      { over: 'items', tokens: models.map(({ model }) => trainingOf(source, model).trainingTokens) },
    )
  }
}

/** Whether learning from demonstrations appears at some size: the rule of emergence on gains. */
function* gainVerdict(
  { curve, companionColumn }: RunVerdict,
  lines: readonly ItemCurve[],
  { join }: DetailSource,
): Generator<DetailSection> {
  const pairOf = (column: string | undefined) => {
    const ofMetric = lines.filter((one) => one.column === column)
    const none = ofMetric.find(({ shots }) => shots === 0)
    const most = ofMetric.find(({ shots }) => shots === curve.shots)
    return none === undefined || most === undefined ? undefined : { none, most }
  }
  const primary = pairOf(curve.column)
  if (primary === undefined || curve.shots === 0) return
  const { report, models } = iclEmergence(primary, pairOf(companionColumn), {
    familiesDeclared: join?.includes('family') === true,
  })
  yield gainVerdictSection(report, models, curve)
}

function sharesModel(a: ItemCurve, b: ItemCurve): boolean {
  return a.models.some(({ model }) => b.models.some((other) => other.model === model))
}
