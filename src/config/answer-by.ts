import type { Problem } from '../domain/input-error.ts'
import type { LikelihoodAsk, MetricSpec } from '../domain/task.ts'
import { templateVariables } from '../domain/template-variables.ts'
import type { Vocabulary } from '../domain/vocabulary.ts'
import type { TaskSettings } from './task-settings.ts'
import type { YamlDocument } from './yaml-document.ts'

/** What each choice is scored after a second time, as in Brown et al. 2020 (arXiv:2005.14165, section 2.4). */
const DEFAULT_UNCONDITIONAL_PROMPT = 'Answer:'

/** Whether a task's answers are chosen by likelihood; else they are generated. */
export function isAnsweredByLikelihood(settings: TaskSettings): boolean {
  return settings.get('answer_by')?.value === 'likelihood'
}

/** The likelihoods that a task's metrics are made of; undefined where they need none. */
export function likelihoodOf(
  settings: TaskSettings,
  metrics: readonly MetricSpec[],
  { metrics: entries }: Vocabulary,
): LikelihoodAsk | undefined {
  if (!isAnsweredByLikelihood(settings))
    return metrics.some(({ metric }) => entries[metric]?.needs === 'target-likelihood')
      ? { of: 'target' }
      : undefined
  if (!metrics.some(isUnconditional)) return { of: 'choices' }
  const unconditionalPrompt = settings.get('unconditional_prompt')?.value ?? DEFAULT_UNCONDITIONAL_PROMPT
  return { of: 'choices', unconditionalPrompt }
}

function isUnconditional({ options }: MetricSpec): boolean {
  return options.normalise === 'unconditional'
}

/** Metrics and keys that do not go with how a task is answered. */
export function answerByProblems(
  settings: TaskSettings,
  metrics: readonly MetricSpec[],
  vocabulary: Vocabulary,
  document: YamlDocument,
): readonly Problem[] {
  const chosen = isAnsweredByLikelihood(settings)
  const unused = metrics.some(isUnconditional) ? [] : ['unconditional_prompt' as const]
  return [
    ...metricProblems(settings, metrics, vocabulary, document),
    ...unusedKeys(settings, chosen ? ['extractions', ...unused] : ['unconditional_prompt'], document),
    ...(chosen ? targetProblems(settings, document) : []),
  ]
}

function metricProblems(
  settings: TaskSettings,
  metrics: readonly MetricSpec[],
  { metrics: entries }: Vocabulary,
  document: YamlDocument,
): readonly Problem[] {
  const path = settings.get('metrics')?.path ?? settings.path
  const chosen = isAnsweredByLikelihood(settings)
  return metrics.flatMap(({ metric }, index): Problem[] => {
    const entry = entries[metric]
    if (entry === undefined) return []
    const place = document.placeOf([...path, index])
    const { level, needs } = entry
    if (!chosen && needs === 'choice-likelihoods')
      return [
        {
          ...place,
          message: `the metric "${metric}" compares choices, and this task's answers are generated`,
          hint: 'set answer_by: likelihood and give choices',
        },
      ]
    const reads = needs === undefined ? level === 'trial' : needs === 'code' || needs === 'judge'
    if (!chosen || !reads) return []
    return [
      {
        ...place,
        message: `the metric "${metric}" reads what a model writes, and with answer_by: likelihood it writes nothing`,
        hint: 'use choice_accuracy, choice_brier or target_loglikelihood, or remove answer_by',
      },
    ]
  })
}

/** Keys that the task itself has and that change nothing; in defaults they may be for other tasks. */
function unusedKeys(
  settings: TaskSettings,
  keys: readonly ('extractions' | 'unconditional_prompt')[],
  document: YamlDocument,
): readonly Problem[] {
  return keys.flatMap((key): Problem[] => {
    const path = settings.get(key)?.path
    if (path === undefined || path[0] === 'defaults') return []
    const reason =
      key === 'extractions'
        ? 'there is no response to find an answer in: answer_by is likelihood'
        : 'no metric of this task has normalise: unconditional'
    return [{ ...document.placeOf(path), message: `${key}: ${reason}`, hint: 'remove it' }]
  })
}

/** Choices are told apart by what the target template makes of each. */
function targetProblems(settings: TaskSettings, document: YamlDocument): readonly Problem[] {
  const template = settings.getIn('template', 'target')
  if (template === undefined || namesTarget(template.value)) return []
  const message = 'template.target: found no {{ target }}, so all choices would read the same'
  return [{ ...document.placeOf(template.path), message }]
}

function namesTarget(template: string): boolean {
  try {
    const { required, optional } = templateVariables(template)
    return required.has('target') || optional.has('target')
  } catch {
    // Its syntax is told elsewhere.
    return true
  }
}
