import type { DetailSection } from '../charts/details/detail-section.ts'
import { jointLawsSection, noLossSection } from '../charts/details/joint-laws-section.ts'
import { lossSection } from '../charts/details/loss-section.ts'
import { shapeSection } from '../charts/details/shape-section.ts'
import { noSigmoidSection, sigmoidSection } from '../charts/details/sigmoid-section.ts'
import { type ImportedCurve, sizeOfPoint } from '../curves/imported-curves.ts'
import { additiveReport } from '../curves/loss/additive-report.ts'
import { benchmarkScores } from '../curves/loss/benchmark-scores.ts'
import { resampledErrors } from '../curves/loss/bootstrap-laws.ts'
import { fitMeanLosses } from '../curves/loss/loss-curve.ts'
import { productReport } from '../curves/loss/product-report.ts'
import { type SigmoidInput, sigmoidOverComponent, sigmoidOverCompute } from '../curves/loss/sigmoid-report.ts'
import { notIdentifiable } from '../curves/not-identifiable.ts'
import { bigBenchDescriptors } from '../curves/shape/big-bench.ts'
import { countsOfPoint, countsOfPoints } from '../curves/shape/counts-of-points.ts'
import { describeCounts } from '../curves/shape/describe-curve.ts'
import type { Point } from '../domain/point.ts'
import { type RandomStream, randomStream } from '../domain/random.ts'

/** What the details of an imported task are made from. */
export interface ImportedSource {
  /** Of all tasks. */
  readonly points: readonly Point[]
  readonly task: string
  readonly about: (what: string) => void
}

/** What one imported curve of score against size tells. */
export function* importedLineDetails(
  { points, metric, family }: ImportedCurve,
  source: ImportedSource,
): Generator<DetailSection> {
  if (isLoss(points)) {
    source.about('the power law of loss')
    const losses = points.map(lossOf)
    const found = losses.every((loss) => loss > 0)
      ? fitMeanLosses(
          { parameters: points.map(sizeOrNaN), losses, errors: points.map(({ se }) => se) },
          { random: streamOf(source, 'loss', metric, family) },
        )
      : undefined
    yield lossSection(metric, found, {
      over: 'errors',
      tokens: points.map(({ trainingTokens }) => trainingTokens),
    })
    return
  }
  source.about('shapes, breakpoint and width of the rise')
  const counts = countsOfPoints(points, sizeOfPoint)
  const chance = points[0]?.chance ?? 0
  const isShare = chance >= 0 && chance < 1
  const description =
    counts === undefined || !isShare ? notIdentifiable('no_errors') : describeCounts(counts, chance)
  const scores = points.map((point) => ({ parameters: sizeOrNaN(point), score: point.score ?? Number.NaN }))
  yield shapeSection(description, bigBenchDescriptors(scores))
}

/**
 * What all models that have a score tell together, whatever their families.
 * @param points of one metric and number of demonstrations
 */
export function* importedModelDetails(
  points: readonly Point[],
  source: ImportedSource,
): Generator<DetailSection> {
  const [first] = points
  if (first === undefined) return
  if (isLoss(points)) {
    source.about('joint laws of loss')
    const models = points.map((point) => ({ ...trainedModel(point), loss: lossOf(point), error: point.se }))
    const random = streamOf(source, 'additive', first.metric)
    yield jointLawsSection(first.metric, productReport({ models }), additiveReport({ models }, { random }))
    return
  }
  yield noLossSection(`${first.metric} is not in nats per byte`)
  source.about('observational scaling')
  const input = sigmoidInput(points, source)
  if (input === undefined) {
    yield noSigmoidSection(first.metric)
    return
  }
  const benchmarks = benchmarkScores(source.points, {
    ...{ task: source.task, shots: first.shots, models: input.models.map(({ model }) => model) },
    metricOf: (task) => metricOf(source.points, task, first.metric),
  })
  yield sigmoidSection(first.metric, sigmoidOverCompute(input), sigmoidOverComponent(input, benchmarks))
}

/** The models whose errors are known; undefined where there are none, or guessing is always right. */
function sigmoidInput(points: readonly Point[], source: ImportedSource): SigmoidInput | undefined {
  const models = points.flatMap((point) => {
    const counts = countsOfPoint(point)
    return counts === undefined ? [] : [{ ...trainedModel(point), ...counts }]
  })
  const floor = points[0]?.chance ?? 0
  if (models.length === 0 || !(floor >= 0 && floor < 1)) return undefined
  const random = streamOf(source, 'observational', points[0]?.metric ?? '')
  const errors = models.map(({ successes, trials }) => Math.sqrt((successes * (trials - successes)) / trials))
  const resampled = resampledErrors(
    models.map(({ successes }) => successes),
    errors,
    { random },
  )
  const draw = () => resampled.draw().map((won, at) => Math.min(models[at]?.trials ?? 0, Math.max(0, won)))
  return { models, floor, resampled: { ...resampled, draw } }
}

/** The same metric where the task has it, else its first one that is no loss. */
function metricOf(points: readonly Point[], task: string, metric: string): string | undefined {
  const metrics = points
    .filter((point) => point.task === task && point.maximum > 0)
    .map((point) => point.metric)
  return metrics.includes(metric) ? metric : metrics[0]
}

/** Nats per byte are at most 0; everything else is a fraction of 1. */
function isLoss(points: readonly Point[]): boolean {
  return points.length > 0 && points.every(({ maximum }) => maximum === 0)
}

function lossOf({ score }: Point): number {
  return score === undefined ? Number.NaN : -score
}

function sizeOrNaN(point: Point): number {
  return sizeOfPoint(point) ?? Number.NaN
}

function trainedModel(point: Point) {
  const { model, family, trainingTokens, trainingFlops } = point
  return { model, family, parameters: sizeOfPoint(point), trainingTokens, trainingFlops }
}

/** Imports have no seed of their own: the same resamples each time. */
function streamOf({ task }: ImportedSource, ...name: readonly string[]): RandomStream {
  return randomStream('imported details', task, ...name)
}
