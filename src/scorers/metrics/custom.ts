import type { ScorerFile, ScorerInput } from '../../domain/custom-scorer.ts'
import type { AnswerContext, Score, ScoringServices, TrialMetric } from '../../domain/metric.ts'
import { NoJudgement } from '../../domain/no-judgement.ts'
import type { MetricSpec } from '../../domain/task.ts'
import { checkOptions } from '../check-options.ts'

/**
 * The metric of a scorer file. Without services, or while its judge is not there, it has no score. What its code throws,
 * and what is no score, is reported and leaves the trial without one.
 *
 * @throws InputError for an option that the scorer does not take
 */
export function customMetric(spec: MetricSpec, services: ScoringServices): TrialMetric {
  const { scorer: file } = spec
  if (file === undefined) throw new Error(`the metric ${spec.column} has no scorer file`)
  const scorer = services.custom?.(file)
  if (scorer !== undefined) checkOptions(`scorer ${file.file}`, spec.options, scorer.options ?? {})
  return {
    level: 'trial',
    name: spec.name ?? spec.metric,
    kind: file.kind,
    unit: 'fraction',
    score: (answer, targets, context) => {
      if (scorer === undefined || (file.judge !== undefined && services.judge === undefined)) return undefined
      const asking = asker(file, services, context)
      const { item, response, reasoning, outcome } = context
      const { options } = spec
      const input: ScorerInput = {
        ...{ answer, response, reasoning, targets, outcome, options },
        fields: item.fields,
        ask: asking.ask,
      }
      const settle = (score: Score): Score => {
        if (asking.broken !== undefined) throw asking.broken.error
        return asking.failed ? undefined : checked(score, file, context)
      }
      const fail = (error: unknown): undefined => {
        if (asking.broken !== undefined) throw asking.broken.error
        return report(error, file, context)
      }
      try {
        const score = scorer.score(input)
        return score instanceof Promise ? score.then(settle, fail) : settle(score)
      } catch (error) {
        return fail(error)
      }
    },
  }
}

/** A scorer that goes on after a judgement it did not get would score something else than it says. */
function asker(
  { judge }: ScorerFile,
  services: ScoringServices,
  { trialKey, report: tell }: AnswerContext,
): {
  readonly ask: ScorerInput['ask']
  readonly failed: boolean
  /** What is no trouble of the judge's: the disk is full, the run is stopped. It is not the scorer's to handle. */
  readonly broken: { readonly error: unknown } | undefined
} {
  let failed = false
  let broken: { readonly error: unknown } | undefined
  const askJudge: ScorerInput['ask'] = async (question, limits) => {
    if (judge === undefined || services.judge === undefined)
      throw new Error('asks a judge, and the task file names none: add judge: MODEL to the metric')
    try {
      return await services.judge(judge).ask(question, trialKey, limits)
    } catch (error) {
      if (!(error instanceof NoJudgement)) broken = { error }
      else if (!failed) tell?.(error.message)
      failed = true
      throw error
    }
  }
  return {
    get broken() {
      return broken
    },
    get failed() {
      return failed
    },
    ask: (question, limits) => {
      const reply = askJudge(question, limits)
      // A scorer that does not wait for it must not end the process.
      reply.catch(() => {})
      return reply
    },
  }
}

function checked(score: Score, { file }: ScorerFile, context: AnswerContext): Score {
  if (score === undefined) return undefined
  if (typeof score === 'number' && Number.isFinite(score) && score >= 0 && score <= 1) return score
  context.report?.(
    `${file}, trial ${context.trialKey}: the score is ${shown(score)}, expected a number from 0 to 1`,
  )
  return undefined
}

function report(error: unknown, { file }: ScorerFile, context: AnswerContext): undefined {
  // Said already, where it was asked.
  if (error instanceof NoJudgement) return undefined
  const what = error instanceof Error ? `${error.name}: ${error.message}` : shown(error)
  context.report?.(`${file}, trial ${context.trialKey}: ${what}`)
  return undefined
}

/** A value that code outside this package gave, whatever it is. */
function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
