import { nearestName } from '../../domain/nearest.ts'
import type { ImportedFilter } from './filters.ts'
import { type Importing, mappingOf } from './importing.ts'
import { fromPythonRegex } from './python-regex.ts'

/** One entry of `metrics` in a suite. */
export interface ImportedMetric {
  readonly metric: string
  readonly [option: string]: unknown
}

export type OutputType = 'generate_until' | 'multiple_choice' | 'loglikelihood'

/** The metrics where a task names none. */
const USUAL: { readonly [type in OutputType]: readonly string[] } = {
  generate_until: ['exact_match'],
  multiple_choice: ['acc', 'acc_norm'],
  loglikelihood: ['perplexity'],
}

/** Keys of an entry that say how scores are put together, which is the metric's own affair here. */
const TOGETHER = ['metric', 'aggregation', 'higher_is_better', 'hf_evaluate']
const AGGREGATIONS = ['mean', 'bleu', 'chrf', 'perplexity', 'brier_score', undefined]

type Convert = (
  importing: Importing,
  options: Readonly<Record<string, unknown>>,
  refuse: (message: string) => void,
) => ImportedMetric

const CHOICES: { readonly [metric: string]: Convert } = {
  acc: () => ({ metric: 'choice_accuracy' }),
  acc_norm: (importing) => {
    importing.note(
      'acc_norm: choices are compared per UTF-8 byte, their delimiter included, and not per character',
    )
    return { metric: 'choice_accuracy', normalise: 'bytes', name: 'choice_accuracy_per_byte' }
  },
  acc_bytes: () => ({ metric: 'choice_accuracy', normalise: 'bytes', name: 'choice_accuracy_per_byte' }),
  acc_mutual_info: (importing) => {
    importing.note('acc_mutual_info: the prompt that asks nothing is unconditional_prompt, and not empty')
    return { metric: 'choice_accuracy', normalise: 'unconditional', name: 'choice_accuracy_unconditional' }
  },
  brier_score: () => ({ metric: 'choice_brier' }),
}

const TEXTS: { readonly [metric: string]: Convert } = {
  exact_match: exactMatch,
  bleu: () => ({ metric: 'bleu' }),
  chrf: () => ({ metric: 'corpus_chrf' }),
}

const TARGETS: { readonly [metric: string]: Convert } = {
  perplexity: (importing) => {
    importing.note(
      'perplexity: the score is the log-likelihood of the target in nats a byte, which tokenizers cannot change',
    )
    return { metric: 'target_loglikelihood' }
  },
}

const BY_TYPE = { generate_until: TEXTS, multiple_choice: CHOICES, loglikelihood: TARGETS }

/** `metric_list` for each of the extractions; the first metric is the one the task is judged by. */
export function metricsOf(
  importing: Importing,
  type: OutputType,
  filters: readonly ImportedFilter[],
): readonly ImportedMetric[] {
  const list = importing.task.value('metric_list') ?? USUAL[type].map((metric) => ({ metric }))
  if (!Array.isArray(list) || list.length === 0) {
    importing.refuse('metric_list', 'found no list of metrics')
    return []
  }
  const base = list.flatMap((entry: unknown, index) => metricOf(importing, type, entry, index))
  const seen = new Set<string>()
  return filters.flatMap(({ extraction, lowerCase }, position) =>
    base.flatMap((metric): ImportedMetric[] => {
      // A corpus metric has no answers to choose from but the primary ones; the others are told apart by name.
      const made: ImportedMetric = {
        ...(lowerCase ? withLowerCase(metric) : metric),
        ...(position === 0 ? {} : { extraction: extraction.name }),
      }
      const column = JSON.stringify([made.name ?? made.metric, position])
      if (seen.has(column)) return []
      seen.add(column)
      return [made]
    }),
  )
}

function metricOf(
  importing: Importing,
  type: OutputType,
  entry: unknown,
  index: number,
): readonly ImportedMetric[] {
  const refuse = (message: string, more: Parameters<Importing['refuse']>[2] = {}): void =>
    importing.refuse('metric_list', message, { at: [index], ...more })
  const written = mappingOf(entry)
  const name = written?.metric
  const table: { readonly [metric: string]: Convert } = BY_TYPE[type]
  const convert = typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined
  if (written === undefined || convert === undefined) {
    // What is Python has been named already.
    if (typeof name === 'string' || name === undefined)
      refuse(`the metric ${JSON.stringify(name)} of ${type} is not supported`, {
        allowed: Object.keys(table),
        nearest: typeof name === 'string' ? nearestName(name, Object.keys(table)) : undefined,
      })
    return []
  }
  if (!AGGREGATIONS.includes(written.aggregation as string | undefined))
    refuse(`the aggregation ${JSON.stringify(written.aggregation)} is not supported`)
  if (written.higher_is_better === false && name !== 'perplexity' && name !== 'brier_score')
    refuse(`higher_is_better: false of "${name}" is not supported`)
  const options = Object.fromEntries(Object.entries(written).filter(([key]) => !TOGETHER.includes(key)))
  return [convert(importing, options, (message) => refuse(`${name}: ${message}`))]
}

function exactMatch(
  importing: Importing,
  options: Readonly<Record<string, unknown>>,
  refuse: (message: string) => void,
): ImportedMetric {
  const { ignore_case, ignore_punctuation, regexes_to_ignore, ...others } = options
  for (const [key, value] of Object.entries(others))
    if (value !== false) refuse(`the option "${key}" is not supported`)
  const steps = [
    'trim',
    ...(ignore_case === true ? ['lower-case'] : []),
    ...(ignore_punctuation === true ? ['strip-ascii-punctuation'] : []),
  ]
  importing.note('exact_match: answers and targets are trimmed before they are compared')
  const remove = removed(regexes_to_ignore, refuse)
  return {
    metric: 'exact_match',
    ...(steps.length > 1 ? { normalise: steps } : {}),
    ...(remove.length > 0 ? { remove } : {}),
  }
}

function removed(written: unknown, refuse: (message: string) => void): readonly string[] {
  if (written === undefined || written === null) return []
  const list: readonly unknown[] = Array.isArray(written) ? written : [written]
  return list.flatMap((source): string[] => {
    if (typeof source !== 'string') {
      refuse(`regexes_to_ignore: found ${JSON.stringify(source)}, expected text`)
      return []
    }
    const made = fromPythonRegex(source)
    if ('problem' in made) {
      refuse(`regexes_to_ignore: ${made.problem} is not supported`)
      return []
    }
    if (made.flags === '') return [made.pattern]
    refuse('regexes_to_ignore: the flag (?i) is not supported')
    return []
  })
}

function withLowerCase(metric: ImportedMetric): ImportedMetric {
  if (metric.metric !== 'exact_match') return metric
  const steps = Array.isArray(metric.normalise) ? metric.normalise : ['trim']
  return { ...metric, normalise: [...new Set([...steps, 'lower-case'])] }
}
