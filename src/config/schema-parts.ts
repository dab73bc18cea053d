import * as z from 'zod'

/** `${NAME}` alone: the value of an environment variable. */
export const VARIABLE = /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/

/** Names of tasks, suites, providers and runs: they become parts of file names and columns. */
export const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/

/** Names of models: `qwen2.5:0.5b` and `owner/model` too. */
export const MODEL_NAME = /^[A-Za-z0-9][A-Za-z0-9._:/@+-]*$/

// The message of every part is the phrase after "expected"; an empty one stays out of "A, or B".

/** Text that is not empty. */
export function text(phrase = 'text') {
  return z.string({ error: phrase }).min(1, { error: `${phrase} that is not empty` })
}

/** Text of a given form. */
export function textLike(form: RegExp, phrase: string) {
  // Aborting, or a union would take text of the wrong form for its only near branch.
  return z.string({ error: phrase }).regex(form, { error: phrase, abort: true })
}

/** Text that labels results, where a `${NAME}` would be written out. */
export function label() {
  const reason = `text without \${NAME}, because results are labelled with it`
  return z.string({ error: 'text' }).regex(/^(?!.*\$\{).+$/, { error: reason, abort: true })
}

/** A whole number of at least `least`. */
export function whole(least: number) {
  const phrase = `a whole number of at least ${least}`
  return z.int({ error: phrase }).min(least, { error: phrase })
}

/** A number of at least `least` and, where given, at most `most`. */
export function number(least: number, most?: number) {
  const phrase = most === undefined ? `a number of at least ${least}` : `a number from ${least} to ${most}`
  const atLeast = z.number({ error: phrase }).min(least, { error: phrase })
  return most === undefined ? atLeast : atLeast.max(most, { error: phrase })
}

/** A number above 0. */
export function positive() {
  return z.number({ error: 'a number above 0' }).positive({ error: 'a number above 0' })
}

/** true or false. */
export function flag() {
  return z.boolean({ error: 'true or false' })
}

/** A list that is not empty and holds nothing twice. */
export function listOf<S extends z.ZodType>(member: S, phrase: string) {
  return z
    .array(member, { error: `a list of ${phrase}` })
    .min(1, { error: `a list of ${phrase} that is not empty` })
    .superRefine((members, context) => {
      for (const [index, value] of members.entries())
        if (members.indexOf(value) < index)
          context.addIssue({
            code: 'custom',
            path: [index],
            message: `${String(value)} is given twice`,
            params: { rule: true },
          })
    })
    .meta({ uniqueItems: true })
}

/** A size as a number or with a unit: 135M, 1.5B. */
const SIZE = /^\d+(\.\d+)?[KMBTkmbt]$/

/** A number of parameters, tokens or operations, above 0: `134515008`, `2e12`, `135M`, `1.5B`. */
export function size() {
  const phrase = 'a size such as 134515008, 135M or 1.5B'
  return z.union([z.number({ error: phrase }).positive({ error: phrase }), textLike(SIZE, phrase)])
}

/** The part, or a `${NAME}` whose value is of that kind. */
export function orVariable<S extends z.ZodType>(part: S) {
  return z.union([part, textLike(VARIABLE, '')])
}

/** A rule over several keys, told in full. */
export function rule(message: string, path: readonly string[]) {
  return { message, path: [...path], params: { rule: true } }
}
