import { nearestName } from '../../domain/nearest.ts'
import type { ValuePath } from '../place.ts'
import type { Importing } from './importing.ts'
import { PythonFunction } from './python-function.ts'

/** Keys that are taken over. */
const TAKEN = [
  'task',
  'dataset_path',
  'dataset_name',
  'dataset_kwargs',
  'training_split',
  'validation_split',
  'test_split',
  'fewshot_split',
  'fewshot_config',
  'doc_to_text',
  'doc_to_target',
  'doc_to_choice',
  'output_type',
  'generation_kwargs',
  'filter_list',
  'metric_list',
  'target_delimiter',
  'fewshot_delimiter',
  'description',
  'num_fewshot',
  'repeats',
  'metadata',
]

/** Keys that change neither prompt nor score. */
const WITHOUT_EFFECT = [
  'tag',
  'task_alias',
  'group_alias',
  'should_decontaminate',
  'doc_to_decontamination_query',
  'recipe',
]

/** Keys that cannot be taken over, and why. */
const REFUSED: { readonly [key: string]: string } = {
  process_docs: 'it changes the rows by Python: write what it makes into a file, and name that file',
  process_results: 'it scores by Python: name a metric of metric_list, or write a custom scorer',
  custom_dataset: 'it makes the rows by Python: write them into a file, and name that file',
  group: 'a group is many tasks: import the file of each',
  task_list: 'it is many tasks: import the file of each',
  aggregate_metric_list: 'a group is many tasks: import the file of each',
  class: 'the task is a Python class',
  use_prompt: 'a prompt of promptsource is not in the file',
  doc_to_image: 'pictures cannot be shown',
  doc_to_audio: 'sounds cannot be played',
  unsafe_code: 'it runs answers by Python: use the metric pass',
  gen_prefix: 'the beginning of an answer cannot be given to the model',
}

/** Names every key that is not supported, and every Python function. */
export function checkKeys(importing: Importing): void {
  const { task } = importing
  for (const key of task.keys) {
    const value = task.value(key)
    if (value === undefined || value === false || value === '') continue
    const functions = functionsIn(value)
    for (const { name, at } of functions)
      importing.refuse(key, `"!function ${name}" is Python code, which is not run`, { at, ...hintFor(key) })
    if (functions.length > 0) continue
    const reason = Object.hasOwn(REFUSED, key) ? REFUSED[key] : undefined
    if (reason !== undefined) importing.refuse(key, `not supported: ${reason}`)
    else if (WITHOUT_EFFECT.includes(key))
      importing.note(`${key}: changes neither prompt nor score, left out`)
    else if (!TAKEN.includes(key))
      importing.refuse(key, 'unknown key', {
        nearest: nearestName(key, TAKEN),
        allowed: [...TAKEN, 'include', ...WITHOUT_EFFECT],
      })
  }
}

function hintFor(key: string): { readonly hint?: string | undefined } {
  return Object.hasOwn(REFUSED, key) ? { hint: REFUSED[key] } : {}
}

function functionsIn(value: unknown, at: ValuePath = []): readonly { name: string; at: ValuePath }[] {
  if (value instanceof PythonFunction) return [{ name: value.name, at }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) =>
    functionsIn(member, [...at, Array.isArray(value) ? Number(key) : key]),
  )
}
