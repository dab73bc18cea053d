import * as z from 'zod'
import type { OptionRule, OptionRules } from '../domain/option-rule.ts'
import type { Vocabulary } from '../domain/vocabulary.ts'
import { listOf, text, textLike } from './schema-parts.ts'

const NAME = /^[a-z][a-z0-9_]*$/

const SNAKE_NAME = 'a name of small letters, digits and _'

/** One entry of `extractions`: a name, a type and that type's options. */
export function extractionSchema({ extractions }: Vocabulary) {
  return z.discriminatedUnion(
    'type',
    oneOrMore(
      Object.entries(extractions).map(([type, { description, options }]) =>
        z
          .strictObject({
            name: textLike(NAME, SNAKE_NAME).describe('Its name in this task: part of score column names.'),
            type: z.literal(type),
            ...optionParts(options),
          })
          .describe(description),
      ),
    ),
    { error: 'a mapping with a name and a type' },
  )
}

/** One entry of `metrics`: the bare name, or a mapping with the name, its extraction and its options. */
export function metricSchema({ metrics }: Vocabulary) {
  const names = Object.keys(metrics)
  const full = z.discriminatedUnion(
    'metric',
    oneOrMore([
      customMetricSchema(),
      ...Object.entries(metrics).map(([metric, { description, options }]) =>
        z
          .strictObject({
            metric: z.literal(metric),
            name: textLike(NAME, SNAKE_NAME)
              .optional()
              .describe('Another name for its column, where a task has the metric twice.'),
            extraction: text('the name of an extraction')
              .optional()
              .describe("Which of the task's extractions it reads. Default: the first."),
            ...optionParts(options),
          })
          .describe(description),
      ),
    ]),
    { error: 'a mapping with a metric' },
  )
  return z.union([z.enum(names).describe('A metric with its default options.'), full])
}

/** A metric of one's own: code in a file. */
function customMetricSchema() {
  const optionValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())], {
    error: 'a text, a number, true, false, or a list of texts',
  })
  return z
    .strictObject({
      metric: z.literal('custom'),
      name: textLike(NAME, SNAKE_NAME).describe('Its name: that of its column.'),
      file: text('the path of a file').describe('A TypeScript or JavaScript file, relative to this one.'),
      extraction: text('the name of an extraction')
        .optional()
        .describe("Which of the task's extractions it reads. Default: the first."),
      judge: text('the name of a model')
        .optional()
        .describe('The model of the config that the scorer may ask.'),
      options: z
        .record(z.string(), optionValue, { error: 'a mapping of options' })
        .optional()
        .describe('What the scorer is given as its options.'),
    })
    .describe('A metric of your own: code in a file beside this one.')
}

function optionParts(rules: OptionRules): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(rules).map(([option, rule]) => {
      const part = partOf(rule)
      return [option, (rule.required ? part : part.optional()).describe(sentence(rule.description))]
    }),
  )
}

function partOf(rule: OptionRule): z.ZodType {
  switch (rule.type) {
    case 'string':
      return z.string({ error: 'text' })
    case 'number':
      return z.number({ error: 'a number' })
    case 'string-or-number':
      return z.union([z.string({ error: 'text' }), z.number({ error: 'a number' })])
    case 'boolean':
      return z.boolean({ error: 'true or false' })
    case 'choice':
      return z.enum([...(rule.allowed ?? [])])
    case 'texts':
      return listOf(z.string({ error: 'text' }), 'texts')
    case 'names':
      return listOf(z.enum([...(rule.allowed ?? [])]), 'names')
  }
}

function sentence(phrase: string): string {
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`
}

function oneOrMore<T>(values: readonly T[]): [T, ...T[]] {
  const [first, ...others] = values
  if (first === undefined) throw new Error('a vocabulary holds at least one extraction and one metric')
  return [first, ...others]
}
