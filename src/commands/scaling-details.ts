import type { DetailSection } from '../charts/details/detail-section.ts'
import { jointLawsSection, noLossSection } from '../charts/details/joint-laws-section.ts'
import { sigmoidSection } from '../charts/details/sigmoid-section.ts'
import { meanOf } from '../curves/clustered-mean.ts'
import { additiveReport } from '../curves/loss/additive-report.ts'
import { benchmarkScores } from '../curves/loss/benchmark-scores.ts'
import { resampledItems } from '../curves/loss/bootstrap-laws.ts'
import { productReport } from '../curves/loss/product-report.ts'
import { sigmoidOverComponent, sigmoidOverCompute } from '../curves/loss/sigmoid-report.ts'
import type { ModelTable } from '../curves/model-tables.ts'
import { countsOf } from '../curves/shape/curve-counts.ts'
import { type DetailSource, isSameCondition, streamOf, trainingOf } from './detail-source.ts'

/** The laws of loss in size, data and compute: of each metric in nats per byte, with its sign turned. */
export function* jointLawsOf(tables: readonly ModelTable[], source: DetailSource): Generator<DetailSection> {
  const ofLoss = tables.filter(({ unit }) => unit === 'nats_per_byte')
  if (ofLoss.length === 0) yield noLossSection('no metric of this task is in nats per byte')
  for (const table of ofLoss) {
    if (table.values.length === 0) {
      yield noLossSection('no item has a score of every model')
      continue
    }
    const values = table.values.map((row) => row.map((nats) => -nats))
    const trained = {
      values,
      models: trainedModels(table, source).map((model, column) => ({
        ...model,
        loss: meanOf(values.map((row) => row[column] ?? Number.NaN)),
      })),
    }
    source.about('joint laws of loss')
    const options = {
      random: streamOf(source, 'additive', table.column),
      familiesDeclared: source.join?.includes('family') === true,
    }
    yield jointLawsSection(table.column, productReport(trained), additiveReport(trained, options))
  }
}

/** The score over training compute, and over what the models score on the other tasks. */
export function* observationalOf(table: ModelTable, source: DetailSource): Generator<DetailSection> {
  const { column, values, binary, task, shots } = table
  const counts = countsOf(
    { x: table.models.map((_, at) => at), values, binary },
    table.models.map(({ trials, failed }) => trials - failed),
  )
  if (values.length === 0 || counts === undefined) return
  source.about('observational scaling')
  const random = streamOf(source, 'observational', column)
  const resampled = resampledItems(values, { random })
  const draw = () => resampled.draw().map((share, at) => share * (counts.trials[at] ?? Number.NaN))
  const models = trainedModels(table, source).map((model, at) => ({
    ...model,
    successes: counts.successes[at] ?? Number.NaN,
    trials: counts.trials[at] ?? Number.NaN,
  }))
  const input = { models, floor: table.chance ?? 0, resampled: { ...resampled, draw } }
  const points = source.points.filter((point) => isSameCondition(point, table))
  const { metricOf } = source
  const benchmarks = benchmarkScores(points, {
    task,
    shots,
    models: models.map(({ model }) => model),
    metricOf,
  })
  yield sigmoidSection(column, sigmoidOverCompute(input), sigmoidOverComponent(input, benchmarks))
}

function trainedModels({ models }: ModelTable, source: DetailSource) {
  return models.map(({ model, family, parameters, activeParameters }) => {
    const { trainingTokens, trainingFlops } = trainingOf(source, model)
    return { model, family, parameters: activeParameters ?? parameters, trainingTokens, trainingFlops }
  })
}
