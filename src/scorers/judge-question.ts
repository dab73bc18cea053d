import { Template } from '@huggingface/jinja'
import { InputError } from '../domain/input-error.ts'
import type { AnswerContext, Score, ScoringServices, TrialMetric } from '../domain/metric.ts'
import { NoJudgement } from '../domain/no-judgement.ts'
import type { OptionRules, Options } from '../domain/option-rule.ts'

/** Options of every metric that a judge's reply makes. */
export const JUDGE_OPTIONS: OptionRules = {
  model: { type: 'string', required: true, description: 'the judge: the name of a model of the config' },
  question: {
    type: 'string',
    required: true,
    description:
      "what the judge is asked: a Jinja template over the item's fields and input, target, targets, answer, response, reasoning",
  },
  max_tokens: {
    type: 'number',
    required: false,
    description: "tokens of the judge's reply at most; default 512",
  },
}

/** Characters of a reply that are shown where it cannot be read. */
const SHOWN = 80

/**
 * A score by asking a judge and reading its reply. No answer scores 0 and is not asked about. Without a judge there is no
 * score yet; a reply that `read` finds no verdict in is reported and gives none.
 *
 * @throws InputError where the question is no Jinja template
 */
export function judgedScore(
  options: Options,
  services: ScoringServices,
  read: (reply: string) => Score,
): TrialMetric['score'] {
  const question = compileQuestion(String(options.question))
  const model = String(options.model)
  const limits = typeof options.max_tokens === 'number' ? { maxTokens: options.max_tokens } : {}
  return (answer, targets, context) => {
    if (answer === '') return 0
    if (services.judge === undefined) return undefined
    const asked = services.judge(model).ask(question(answer, targets, context), context.trialKey, limits)
    return asked.then(
      (reply) => readOrReport(reply, read, context),
      (error: unknown) => {
        if (!(error instanceof NoJudgement)) throw error
        context.report?.(error.message)
        return undefined
      },
    )
  }
}

type Question = (answer: string, targets: readonly string[], context: AnswerContext) => string

function compileQuestion(source: string): Question {
  let template: Template
  try {
    template = new Template(source)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new InputError(`the question to the judge is not a Jinja template: ${reason}`)
  }
  return (answer, targets, { item, response, reasoning = '' }) =>
    template.render({
      ...item.fields,
      ...{ input: item.input, target: targets[0] ?? '', targets: [...targets], answer, response, reasoning },
    })
}

function readOrReport(reply: string, read: (reply: string) => Score, context: AnswerContext): Score {
  const score = read(reply)
  if (score === undefined)
    context.report?.(`no verdict in the reply ${JSON.stringify(reply.slice(0, SHOWN))}`)
  return score
}

/** A pattern option as an expression whose first group, or whole match, is the verdict. @throws InputError */
export function verdictPattern(pattern: unknown, fallback: RegExp): (reply: string) => string | undefined {
  const expression = pattern === undefined ? fallback : compilePattern(String(pattern))
  return (reply) => {
    const match = expression.exec(reply)
    return match === null ? undefined : (match[1] ?? match[0])
  }
}

function compilePattern(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'iu')
  } catch (error) {
    throw new InputError(`pattern: ${error instanceof Error ? error.message : String(error)}`)
  }
}
