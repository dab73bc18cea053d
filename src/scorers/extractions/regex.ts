import { InputError } from '../../domain/input-error.ts'
import type { OptionValue } from '../../domain/option-rule.ts'
import { type Extraction, extracted } from '../extraction.ts'

const FLAGS = 'imsu'

/** The first match of a JavaScript regular expression, or its last: the first group, or the one that is named, trimmed. */
export const regex: Extraction = {
  description: 'the first match of a regular expression, trimmed',
  options: {
    pattern: { type: 'string', required: true, description: 'a JavaScript regular expression' },
    group: {
      type: 'string-or-number',
      required: false,
      description:
        'the number or name of the group that is the answer; 0 is the whole match, any the first group that holds text',
    },
    flags: { type: 'string', required: false, description: `any of ${FLAGS}; u is always on` },
    match: {
      type: 'choice',
      required: false,
      allowed: ['first', 'last'],
      description: 'which match is the answer: the first (default) or the last',
    },
  },
  compile: (options) => {
    const expression = compileExpression(String(options.pattern), String(options.flags ?? ''))
    const group = checkedGroup(expression, options.group)
    const matchIn = options.match === 'last' ? lastMatch(expression) : firstMatch(expression)
    return (response) => {
      const match = matchIn(response)
      if (match === undefined) return undefined
      const found = textOfGroup(match, group)
      // What comes later could be the last match still.
      const complete = options.match !== 'last' && match.index + match[0].length < response.length
      return extracted(found ?? '', complete)
    }
  },
}

/** A name that stands for the first group that holds text. */
const ANY = 'any'

function textOfGroup(match: RegExpExecArray, group: string | number): string | undefined {
  if (typeof group === 'number') return match[group]
  if (group !== ANY || match.groups?.[ANY] !== undefined) return match.groups?.[group]
  return match.slice(1).find((text) => text !== undefined && text !== '')
}

type MatchIn = (response: string) => RegExpExecArray | undefined

function firstMatch(expression: RegExp): MatchIn {
  return (response) => expression.exec(response) ?? undefined
}

function lastMatch(expression: RegExp): MatchIn {
  const all = new RegExp(expression.source, `${expression.flags}g`)
  return (response) => [...response.matchAll(all)].at(-1)
}

function compileExpression(pattern: string, flags: string): RegExp {
  const unknown = [...flags].find((flag) => !FLAGS.includes(flag))
  if (unknown !== undefined)
    throw new InputError({ message: `extraction regex: flag "${unknown}"`, allowed: [...FLAGS] })
  try {
    return new RegExp(pattern, [...new Set(`${flags}u`)].join(''))
  } catch (error) {
    throw new InputError(`extraction regex: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function checkedGroup(expression: RegExp, wanted: OptionValue | undefined): string | number {
  // An alternative that matches nothing shows the pattern's groups without any text.
  const shape = new RegExp(`${expression.source}|`, expression.flags).exec('')
  const count = (shape?.length ?? 1) - 1
  const names = Object.keys(shape?.groups ?? {})
  if (wanted === undefined) return count > 0 ? 1 : 0
  if (
    typeof wanted === 'number'
      ? wanted >= 0 && wanted <= count
      : wanted === ANY || names.includes(String(wanted))
  )
    return typeof wanted === 'number' ? wanted : String(wanted)
  const numbers = Array.from({ length: count + 1 }, (_, index) => String(index))
  throw new InputError({
    message: `extraction regex: no group ${JSON.stringify(wanted)} in ${expression.source}`,
    allowed: [...numbers, ANY, ...names],
  })
}
