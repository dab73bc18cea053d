import { InputError } from '../../domain/input-error.ts'
import type { ReadRecords } from '../item-record.ts'
import { parseJson, recordsOf } from '../read-json.ts'
import type { RowForm } from './row-form.ts'

/** Keys of a task that every item carries, with the values that BIG-bench takes where they are absent. */
const TASK_FIELDS = {
  task_prefix: '',
  example_input_prefix: '\nQ: ',
  example_output_prefix: '\nA: ',
  choice_prefix: '\n  choice: ',
  preferred_score: '',
} as const

/** The examples of a BIG-bench `task.json` (Srivastava et al. 2022, arXiv:2206.04615). @throws InputError */
export function readBigBench(text: string, file: string): ReadRecords {
  const task = parseJson(text, file)
  const examples = isObject(task) ? task.examples : undefined
  if (!isObject(task) || !Array.isArray(examples))
    throw new InputError({
      file,
      message: 'found no "examples", expected a BIG-bench task.json',
      hint: 'a task of several parts has one task.json in each of its subfolders',
    })
  const shared = Object.fromEntries(
    Object.entries(TASK_FIELDS).map(([name, usual]) => [name, task[name] ?? usual]),
  )
  const { records, problems } = recordsOf(examples, file, 'example')
  return {
    records: records.map(({ fields, place }) => ({ place, fields: { ...shared, ...fields } })),
    problems,
  }
}

/** An example with `target_scores` has their texts as choices, and those with the highest score as targets. */
export const bigBenchForm: RowForm = (fields) => {
  const scores = fields.target_scores
  if (scores === undefined) return { fields }
  const entries = isObject(scores) ? Object.entries(scores) : []
  if (entries.length === 0 || entries.some(([, score]) => typeof score !== 'number'))
    return {
      problem: { message: 'format bigbench: target_scores is no mapping from choices to numbers' },
    }
  const best = Math.max(...entries.map(([, score]) => Number(score)))
  return {
    fields: {
      ...fields,
      choices: entries.map(([choice]) => choice),
      target: entries.filter(([, score]) => score === best).map(([choice]) => choice),
    },
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
