import { InputError } from '../../domain/input-error.ts'
import type { AnswerContext, TrialMetric } from '../../domain/metric.ts'
import type { OptionRules, Options } from '../../domain/option-rule.ts'
import type { Task } from '../../domain/task.ts'
import { followed, MODES, type Mode } from '../instructions/follows.ts'
import { checksOf } from '../instructions/item-checks.ts'
import type { MetricEntry } from '../metric-entry.ts'

const options: OptionRules = {
  mode: {
    type: 'choice',
    required: false,
    allowed: MODES,
    description:
      'strict: the response as it stands; loose: also without stars, first line or last line; strict where not given',
  },
}

function modeOf({ mode }: Options): Mode {
  return mode === 'loose' ? 'loose' : 'strict'
}

/** Which instructions are followed. An answer that is the whole response is read as it stands, not trimmed. */
function verdictsOf(answer: string, { item, response }: AnswerContext, mode: Mode): readonly boolean[] {
  const text = response.trim() === answer ? response : answer
  return followed(text, checksOf(item), mode)
}

function taskProblem({ queries }: Task): string | undefined {
  for (const item of queries)
    try {
      checksOf(item)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      return `item ${item.id}: ${error.message}`
    }
  return undefined
}

const common = { level: 'trial', unit: 'fraction', readsTargets: false, options, taskProblem } as const

/** The share of an item's instructions that are followed (Zhou et al. 2023, arXiv:2311.07911), for one response. */
export const instructionsFollowed: MetricEntry = {
  ...common,
  kind: 'continuous',
  description: "the share of the item's instructions that the answer follows, by rule",
  create: (given): TrialMetric => ({
    level: 'trial',
    name: 'instructions_followed',
    kind: 'continuous',
    unit: 'fraction',
    score: (answer, _targets, context) => {
      const verdicts = verdictsOf(answer, context, modeOf(given))
      return verdicts.filter(Boolean).length / verdicts.length
    },
  }),
}

/** 1 where every instruction is followed: its mean is the prompt-level accuracy of Zhou et al. 2023. */
export const promptLevelAccuracy: MetricEntry = {
  ...common,
  kind: 'discontinuous',
  description: "1 where the answer follows each of the item's instructions, by rule",
  create: (given): TrialMetric => ({
    level: 'trial',
    name: 'prompt_level_accuracy',
    kind: 'discontinuous',
    unit: 'fraction',
    score: (answer, _targets, context) => (verdictsOf(answer, context, modeOf(given)).every(Boolean) ? 1 : 0),
  }),
}
