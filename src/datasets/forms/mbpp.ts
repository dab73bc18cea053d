import type { RecordFields } from '../item-record.ts'
import { lacking, type RowForm, textField } from './row-form.ts'

const EXPECTED = 'task_id, text (or prompt), code, test_list and test_setup_code (or test_imports)'

/**
 * MBPP (Austin et al. 2021, arXiv:2108.07732), whole or sanitized: `text` (or `prompt`) asks for a function, which the
 * model writes whole, so the item's own `prompt` is empty. `test` is the set-up and the tests; `entry_point` is the
 * function of the reference solution that the tests call; the target is that solution.
 */
export const mbppForm: RowForm = (fields) => {
  const input = textField(fields, 'text') ?? textField(fields, 'prompt')
  const code = textField(fields, 'code')
  const tests = linesOf(fields.test_list)
  if (input === undefined) return lacking('mbpp', 'text', EXPECTED)
  if (code === undefined) return lacking('mbpp', 'code', EXPECTED)
  if (tests.length === 0)
    return {
      problem: { message: 'format mbpp: the row has no list "test_list"', hint: `it expects ${EXPECTED}` },
    }
  const entryPoint = testedFunction(code, tests)
  if (entryPoint === undefined)
    return { problem: { message: 'format mbpp: no function of "code" is called in "test_list"' } }
  return {
    fields: {
      ...fields,
      ...idOf(fields),
      input,
      text: input,
      prompt: '',
      target: code.replaceAll('\r\n', '\n'),
      test: [...linesOf(fields.test_imports), ...linesOf(fields.test_setup_code), ...tests].join('\n'),
      entry_point: entryPoint,
      helpers: '',
    },
  }
}

function idOf({ id, task_id }: RecordFields): RecordFields {
  return id === undefined && task_id !== undefined ? { id: task_id } : {}
}

function linesOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list
    .filter((line) => typeof line === 'string')
    .map((line) => line.replaceAll('\r\n', '\n'))
    .filter((line) => line.trim() !== '')
}

function testedFunction(code: string, tests: readonly string[]): string | undefined {
  const called = tests.join('\n')
  return [...code.matchAll(/^(?:async +)?def +(\w+)/gm)]
    .map(([, name = '']) => name)
    .findLast((name) => new RegExp(`\\b${name} *\\(`).test(called))
}
