import { lacking, type RowForm, textField } from './row-form.ts'

const EXPECTED = 'task_id, prompt, test, entry_point and canonical_solution'

/**
 * HumanEval (Chen et al. 2021, arXiv:2107.03374) and its translations (mxeval): `prompt` begins a function that the
 * model goes on with; `test` judges it. The target is the canonical solution, which some translations lack.
 * `helpers` is what the prompt declares before the function.
 */
export const humanEvalForm: RowForm = (fields) => {
  const prompt = textField(fields, 'prompt')
  const test = textField(fields, 'test')
  const entryPoint = textField(fields, 'entry_point')
  if (prompt === undefined) return lacking('humaneval', 'prompt', EXPECTED)
  if (test === undefined) return lacking('humaneval', 'test', EXPECTED)
  if (entryPoint === undefined) return lacking('humaneval', 'entry_point', EXPECTED)
  return {
    fields: {
      ...fields,
      ...(fields.id === undefined && fields.task_id !== undefined ? { id: fields.task_id } : {}),
      input: prompt,
      target: fields.canonical_solution ?? fields.target ?? '',
      helpers: textField(fields, 'helpers') ?? beforeFunction(prompt, entryPoint),
    },
    mayLackTarget: true,
  }
}

/** The prompt up to the line that declares the function; empty where none does. */
function beforeFunction(prompt: string, name: string): string {
  const written = name.replaceAll(/[^\w]/g, '\\$&')
  const lines = prompt.matchAll(
    new RegExp(`^(?:export +)?(?:async +)?(?:def|function) +${written}(?![\\w$])`, 'gm'),
  )
  return prompt.slice(0, [...lines].at(-1)?.index ?? 0)
}
