import { fieldAt } from '../field-at.ts'
import { lacking, type RowForm, textField } from './row-form.ts'

/** A calculation as GSM8K marks it in a worked answer: `<<16-3-4=9>>`. */
const CALCULATION = /<<[^<>]*>>/g

/**
 * GSM8K (Cobbe et al. 2021, arXiv:2110.14168): `question`, and an `answer` that ends in `#### 18`. The target is the
 * number without thousands separators, `rationale` the worked answer before it, without the marks of calculations.
 * Rows that have `input` and `target` already may bring the worked answer as `rationale` or `meta.rationale`.
 */
export const gsm8kForm: RowForm = (fields) => {
  const question = textField(fields, 'question')
  const answer = textField(fields, 'answer')
  const target = textField(fields, 'target')
  if (question !== undefined && answer !== undefined) {
    const [, worked, number] = /^(.*?)\s*####\s*(\S[^\n]*?)\s*$/s.exec(answer) ?? []
    if (worked === undefined || number === undefined)
      return { problem: { message: 'format gsm8k: the answer has no last line "#### NUMBER"' } }
    return {
      fields: {
        ...fields,
        input: question,
        target: withoutCommas(number),
        rationale: worked.replaceAll(CALCULATION, ''),
      },
    }
  }
  if (textField(fields, 'input') === undefined || target === undefined)
    return lacking('gsm8k', question === undefined ? 'question' : 'answer', 'question and answer')
  const rationale = fieldAt(fields, 'rationale') ?? fieldAt(fields, 'meta.rationale')
  return {
    fields: { ...fields, target: withoutCommas(target), ...(rationale === undefined ? {} : { rationale }) },
  }
}

function withoutCommas(number: string): string {
  return number.replaceAll(',', '')
}
