import type { FieldMap, FieldOrigin } from '../domain/data-source.ts'
import type { Problem } from '../domain/input-error.ts'
import { nearestName } from '../domain/nearest.ts'
import { isTemplate } from './field-from.ts'
import type { RecordFields } from './item-record.ts'
import { textsOf } from './texts-of.ts'

type Texts = readonly [string, ...string[]]

/**
 * The choices of an item: a list of texts, or a mapping whose keys they are (BIG-bench's `target_scores`). A field
 * that is called `choices` but is neither is no list of choices, unless the map says that it is.
 */
export function choicesOf(
  fields: RecordFields,
  map: FieldMap,
): Texts | undefined | { readonly problem: Problem } {
  const { choices } = fields
  if (choices === undefined) return undefined
  const list = isMapping(choices) ? Object.keys(choices) : choices
  const texts = Array.isArray(list) ? textsOf(list) : undefined
  const repeated = texts?.find((text, index) => texts.indexOf(text) < index)
  if (texts !== undefined && repeated === undefined) return texts
  if (map.choices === undefined) return undefined
  const reason =
    repeated === undefined ? 'expected a list of texts' : `${JSON.stringify(repeated)} is given twice`
  return { problem: { message: `choices: found ${JSON.stringify(choices)}, ${reason}` } }
}

/**
 * The target that `target_index` names: the choice at a position from 0, or a choice by its text. What a template
 * writes in digits is a position.
 */
export function targetAmong(
  index: unknown,
  origin: FieldOrigin,
  choices: Texts | undefined,
): Texts | { readonly problem: Problem } {
  if (choices === undefined) return { problem: { message: 'target_index: the item has no choices' } }
  const written: readonly unknown[] = Array.isArray(index) ? index : [index]
  const isWritten = typeof origin !== 'string' || isTemplate(origin)
  const found = written.map((value) => choiceAt(value, isWritten, choices))
  const [first, ...others] = found.filter((choice) => choice !== undefined)
  if (first !== undefined && others.length + 1 === found.length) return [first, ...others]
  const named = written.find((value) => typeof value === 'string')
  return {
    problem: {
      message: `target_index: found ${JSON.stringify(index)}, expected a position from 0 to ${choices.length - 1}, or a choice`,
      allowed: choices,
      nearest: typeof named === 'string' ? nearestName(named, choices) : undefined,
    },
  }
}

function choiceAt(value: unknown, digitsCount: boolean, choices: Texts): string | undefined {
  if (typeof value === 'number') return choices[value]
  if (typeof value !== 'string') return undefined
  if (digitsCount && /^\d+$/.test(value)) return choices[Number(value)]
  return choices.includes(value) ? value : undefined
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
