import { basename } from 'node:path'
import type { Problem } from '../../domain/input-error.ts'
import type { ItemRecord, ReadRecords } from '../item-record.ts'
import { type Fields, isObject, objectAt, texts } from './json-fields.ts'
import { isLessBetter } from './losses.ts'

/**
 * Result files of lm-evaluation-harness, `results_*.json`, of version 0.4 (`"acc,none"`, `n-samples`, `n-shot`) and
 * before (`"acc"`, `config.num_fewshot`): a record for each task, metric and filter, under the names of an import's keys.
 * Metrics of which less is better, such as perplexities, are no scores and are named in `leftOut`.
 */
export function lmEvalScores(
  value: Fields,
  file: string,
): ReadRecords & { readonly leftOut: readonly string[] } {
  const model = modelOf(value)
  const tasks = Object.entries(objectAt(value, 'results'))
  const numbers = tasks.flatMap(([task, scores]) => (isObject(scores) ? numbersOf(task, scores) : []))
  const [worse, better] = [true, false].map((is) =>
    numbers.filter(({ task, metric }) => isWorseHigher(value, task, metric) === is),
  )
  return {
    problems: tasks
      .filter(([, scores]) => !isObject(scores))
      .map(
        ([task]): Problem => ({
          file: `${file}, results.${task}`,
          message: 'found no object, expected metrics',
        }),
      ),
    leftOut: [...new Set(worse?.map(({ metric }) => metric))],
    records: (better ?? []).map(
      ({ task, key, metric, filter, score, se, scores }): ItemRecord => ({
        place: { file: `${file}, results.${task}.${key}` },
        fields: texts({
          ...model,
          task,
          metric: filter === '' || filter === 'none' ? metric : `${metric}_${filter}`,
          filter,
          ...{ score, se, shots: shotsOf(value, task), n: itemsOf(value, task, scores) },
        }),
      }),
    ),
  }
}

/** A task's metrics: `acc,none` with the standard error `acc_stderr,none`, in older files `acc` and `acc_stderr`. */
function numbersOf(task: string, scores: Fields) {
  return Object.entries(scores).flatMap(([key, score]) => {
    const [metric = '', filter = ''] = key.split(',')
    if (typeof score !== 'number' || NOT_METRICS.has(metric) || metric.endsWith('_stderr')) return []
    const error = scores[filter === '' ? `${metric}_stderr` : `${metric}_stderr,${filter}`]
    const se = typeof error === 'number' && Number.isFinite(error) ? error : undefined
    return [{ task, key, metric, filter, score, se, scores }]
  })
}

/** Numbers beside the metrics of a task. */
const NOT_METRICS: ReadonlySet<string> = new Set(['sample_len', 'samples', 'alias', 'name'])

function isWorseHigher(value: Fields, task: string, metric: string): boolean {
  // A loss of this name becomes a log-likelihood.
  if (metric === 'bits_per_byte') return false
  const said = objectAt(objectAt(value, 'higher_is_better'), task)[metric]
  return typeof said === 'boolean' ? !said : isLessBetter(metric)
}

function modelOf(value: Fields): Fields {
  const config = objectAt(value, 'config')
  const args = argumentsOf(config.model_args)
  const whole = [value.model_name, args.pretrained, args.model, config.model].find(
    (name) => typeof name === 'string' && name !== '',
  )
  return {
    model: typeof whole === 'string' ? basename(whole) : undefined,
    parameters: config.model_num_parameters,
    checkpoint: args.revision ?? undefined,
  }
}

/** `pretrained=EleutherAI/pythia-160m,revision=step143000`, or the same as an object. */
function argumentsOf(args: unknown): Fields {
  if (isObject(args)) return args
  if (typeof args !== 'string') return {}
  return Object.fromEntries(
    args.split(',').flatMap((part) => {
      const at = part.indexOf('=')
      return at === -1 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim()]]
    }),
  )
}

/** Of a group that does not say, those of its tasks, where they agree. */
function shotsOf(value: Fields, task: string): unknown {
  const own = ownShotsOf(value, task)
  if (own !== undefined && own !== null) return own
  const parts = objectAt(value, 'group_subtasks')[task]
  const [shots, ...others] = new Set(
    (Array.isArray(parts) ? parts : []).map((part) => ownShotsOf(value, String(part))),
  )
  return others.length === 0 ? shots : undefined
}

function ownShotsOf(value: Fields, task: string): unknown {
  return (
    objectAt(value, 'n-shot')[task] ??
    objectAt(objectAt(value, 'configs'), task).num_fewshot ??
    objectAt(value, 'config').num_fewshot
  )
}

function itemsOf(value: Fields, task: string, scores: Fields): unknown {
  return objectAt(objectAt(value, 'n-samples'), task).effective ?? scores.sample_len
}
