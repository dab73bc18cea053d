import { InputError, type Problem, unknownName } from '../domain/input-error.ts'
import type { Item } from '../domain/item.ts'
import type { Likelihood } from '../domain/likelihood.ts'
import type { AnswerContext, Metric, Score, ScoringServices, TrialMetric } from '../domain/metric.ts'
import type { ExtractionSpec, MetricSpec, Task } from '../domain/task.ts'
import { checkOptions } from './check-options.ts'
import { bestChoice, choiceNormalisation, choiceScores } from './choice-scores.ts'
import type { Extract, Extraction } from './extraction.ts'
import { EXTRACTIONS } from './extractions.ts'
import type { MetricEntry } from './metric-entry.ts'
import { customMetric } from './metrics/custom.ts'
import { METRICS } from './metrics.ts'

/** The extractions and metrics that task files may name. */
export interface ScorerTable {
  readonly extractions: { readonly [type: string]: Extraction }
  readonly metrics: { readonly [name: string]: MetricEntry }
}

const SHIPPED: ScorerTable = { extractions: EXTRACTIONS, metrics: METRICS }

/** What the primary extraction made of a response. */
interface PrimaryAnswer {
  /** Absent where it found none. */
  readonly answer: string | undefined
  /**
   * It was done before the response ended. At the length limit this is the difference between a complete answer and
   * outcome `truncated`.
   */
  readonly complete: boolean
}

/** By score column; a metric that has no score is absent. */
interface Scores {
  readonly [column: string]: number
}

/** A task's extractions and metrics, ready to score its responses. */
export interface Scorers {
  extract(response: string): PrimaryAnswer
  /**
   * Scores a response under its outcome. A refused, empty or truncated one gets 0 on discontinuous metrics; on
   * continuous ones a truncated response gets its partial answer's score, no answer the empty answer's. Where
   * an extraction finds nothing, its own metrics get what no answer gets. A promise only where a metric gives one.
   */
  score(context: AnswerContext): Scores | Promise<Scores>
  /**
   * The place of the choice that counts as the answer: the most likely one by the normalisation of the primary metric,
   * where that has one. Absent where the task's trials generate an answer.
   */
  choose?: ((likelihoods: readonly Likelihood[]) => number) | undefined
}

interface Column {
  readonly column: string
  readonly extraction: string
  readonly metric: TrialMetric
  /** It is made of likelihoods alone, whatever was answered. */
  readonly ofLikelihoods: boolean
  /** It may have to say why it has no score. */
  readonly reports: boolean
}

/**
 * Compiles a task's extractions and trial metrics, once for all its responses.
 * @throws InputError for an unknown name, bad options, or a target that a metric cannot work with.
 */
export function compileScorers(
  task: Task,
  services: ScoringServices = {},
  table: ScorerTable = SHIPPED,
): Scorers {
  const extracts = new Map(task.extractions.map((spec) => [spec.name, compileExtraction(task, spec, table)]))
  const primary = task.extractions[0].name
  const columns = task.metrics.flatMap((spec): Column[] => {
    const metric = metricOf(task, spec, services, table)
    if (metric.level !== 'trial') return []
    const ofLikelihoods = isOfLikelihoods(table.metrics[spec.metric])
    const { needs } = table.metrics[spec.metric] ?? {}
    const reports = spec.scorer !== undefined || needs === 'judge' || needs === 'code'
    return [{ column: spec.column, extraction: spec.extraction, metric, ofLikelihoods, reports }]
  })
  return {
    extract: (response) => {
      const found = extracts.get(primary)?.(response)
      return { answer: found?.answer, complete: found?.complete === true }
    },
    score: (context) => {
      const answers = new Map<string, string | undefined>()
      for (const [name, extract] of extracts) answers.set(name, extract(context.response)?.answer)
      const scores = columns.map(({ column, metric, extraction, ofLikelihoods, reports }) =>
        ofLikelihoods
          ? metric.score('', context.item.targets, context)
          : scoreAnswer(metric, answers.get(extraction), reports ? reportingAs(column, context) : context),
      )
      return scores.some((score) => score instanceof Promise)
        ? Promise.all(scores).then((settled) => byColumn(columns, settled))
        : byColumn(columns, scores as Score[])
    },
    choose: task.likelihood?.of === 'choices' ? chooser(task, table) : undefined,
  }
}

function isOfLikelihoods(entry: MetricEntry | undefined): boolean {
  return entry?.needs === 'target-likelihood' || entry?.needs === 'choice-likelihoods'
}

function chooser(
  { metrics, primary }: Task,
  table: ScorerTable,
): (likelihoods: readonly Likelihood[]) => number {
  const spec = metrics.find(({ column }) => column === primary)
  const comparesChoices = spec !== undefined && table.metrics[spec.metric]?.needs === 'choice-likelihoods'
  const normalise = comparesChoices ? choiceNormalisation(spec.options) : 'none'
  return (likelihoods) => {
    const scores = choiceScores(likelihoods, normalise)
    if (scores === undefined) throw new RangeError('these likelihoods lack what choices are compared by')
    return bestChoice(scores)
  }
}

/** What a metric reports says of which column it speaks. */
function reportingAs(column: string, context: AnswerContext): AnswerContext {
  const { report } = context
  if (report === undefined) return context
  return { ...context, report: (problem) => report(`${column}: ${problem}`) }
}

function byColumn(columns: readonly Column[], scores: readonly Score[]): Scores {
  const found: Record<string, number> = {}
  for (const [index, { column }] of columns.entries()) {
    const score = scores[index]
    if (score !== undefined) found[column] = score
  }
  return found
}

/** No answer is never right: an empty text must not match an empty target. */
function scoreAnswer(
  metric: TrialMetric,
  answer: string | undefined,
  context: AnswerContext,
): Score | Promise<Score> {
  const { outcome, item } = context
  const given = outcome === 'refused' || outcome === 'empty' ? undefined : answer
  if (metric.kind === 'continuous') return metric.score(given ?? '', item.targets, context)
  return given === undefined || outcome === 'truncated' ? 0 : metric.score(given, item.targets, context)
}

function compileExtraction(task: Task, spec: ExtractionSpec, table: ScorerTable): Extract {
  const extraction = Object.hasOwn(table.extractions, spec.type) ? table.extractions[spec.type] : undefined
  if (extraction === undefined)
    throw new InputError(
      unknownName(`extraction type in task ${task.name}:`, spec.type, Object.keys(table.extractions)),
    )
  checkOptions(`extraction ${spec.type} of task ${task.name}`, spec.options, extraction.options)
  return extraction.compile(spec.options)
}

/**
 * The metric that a task's spec asks for.
 * @throws InputError for an unknown name, bad options, or a target that the metric cannot work with.
 */
export function metricOf(
  task: Task,
  spec: MetricSpec,
  services: ScoringServices = {},
  table: ScorerTable = SHIPPED,
): Metric {
  const { scorer } = spec
  const entry = Object.hasOwn(table.metrics, spec.metric) ? table.metrics[spec.metric] : undefined
  if (entry === undefined && scorer === undefined)
    throw new InputError(unknownName(`metric in task ${task.name}:`, spec.metric, Object.keys(table.metrics)))
  const names = task.extractions.map((extraction) => extraction.name)
  if (!names.includes(spec.extraction))
    throw new InputError(unknownName(`extraction of metric ${spec.metric}:`, spec.extraction, names))
  if (entry === undefined || scorer !== undefined) return customMetric(spec, services)
  if (entry.level !== 'trial' && spec.extraction !== names[0])
    throw new InputError({
      message: `task ${task.name}, metric ${spec.metric}: found extraction ${spec.extraction}`,
      hint: `metrics of several trials read the first one, ${names[0]}`,
    })
  checkOptions(`metric ${spec.metric} of task ${task.name}`, spec.options, entry.options)
  checkTargets(task, spec.metric, entry)
  const problem = entry.taskProblem?.(task, spec.options)
  if (problem !== undefined) throw new InputError(`task ${task.name}, metric ${spec.metric}: ${problem}`)
  return entry.create(spec.options, services)
}

function checkTargets(task: Task, metric: string, entry: MetricEntry): void {
  for (const item of task.queries)
    for (const target of item.targets) {
      if (target === '' && entry.readsTargets !== false)
        throw new InputError(withoutTarget(task, item, metric))
      const problem = entry.targetProblem?.(target)
      if (problem !== undefined)
        throw new InputError(
          `task ${task.name}, item ${item.id}: target ${JSON.stringify(target)} ${problem}, which ${metric} needs`,
        )
    }
}

function withoutTarget(task: Task, item: Item, metric: string): Problem {
  const others = Object.entries(SHIPPED.metrics).filter(([, { readsTargets }]) => readsTargets === false)
  return {
    message: `task ${task.name}, item ${item.id}: has no target, which ${metric} reads`,
    hint: `metrics that need none: ${others.map(([name]) => name).join(', ')}, and scorers of your own`,
  }
}
