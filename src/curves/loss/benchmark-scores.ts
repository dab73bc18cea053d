import type { Point } from '../../domain/point.ts'

/** Scores of models on other tasks than the one at hand. */
export interface BenchmarkScores {
  /** One a column. */
  readonly tasks: readonly string[]
  /** Row i is a model, column j a task; none missing. */
  readonly scores: readonly (readonly number[])[]
  /** Tasks that lack a score of some model. */
  readonly incomplete: readonly string[]
}

type Scored = Pick<Point, 'task' | 'metric' | 'model' | 'shots' | 'score'>

/**
 * The other tasks' scores of these models, each task's at one number of demonstrations: where most of the models have a
 * score, if possible that of the task at hand, else the greatest.
 * @param points of one condition
 * @param of.metricOf the metric of each task that counts; tasks without one are left out
 */
export function benchmarkScores(
  points: readonly Scored[],
  of: {
    readonly task: string
    readonly shots: number
    readonly models: readonly string[]
    readonly metricOf: (task: string) => string | undefined
  },
): BenchmarkScores {
  const others = Map.groupBy(
    points.filter(({ task, metric }) => task !== of.task && metric === of.metricOf(task)),
    ({ task }) => task,
  )
  const found = [...others].map(([task, ofTask]) => ({ task, scores: scoresAtBest(ofTask, of) }))
  const complete = found.filter(({ scores }) => scores.every((score) => score !== undefined))
  return {
    tasks: complete.map(({ task }) => task),
    scores: of.models.map((_, model) => complete.map(({ scores }) => scores[model] ?? Number.NaN)),
    incomplete: found.filter((one) => !complete.includes(one)).map(({ task }) => task),
  }
}

function scoresAtBest(
  ofTask: readonly Scored[],
  { shots, models }: { readonly shots: number; readonly models: readonly string[] },
): readonly (number | undefined)[] {
  const at = [...Map.groupBy(ofTask, (point) => point.shots)].map(([k, members]) => {
    const byModel = new Map(members.map(({ model, score }) => [model, score]))
    const scores = models.map((model) => byModel.get(model))
    return { k, scores, known: scores.filter((score) => score !== undefined).length }
  })
  const [best] = at.toSorted(
    (a, b) => b.known - a.known || Number(b.k === shots) - Number(a.k === shots) || b.k - a.k,
  )
  return best?.scores ?? models.map(() => undefined)
}
