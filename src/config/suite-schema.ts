import * as z from 'zod'
import type { Vocabulary } from '../domain/vocabulary.ts'
import { itemsSchema, poolSchema } from './items-schema.ts'
import { suiteRunSchema } from './run-schema.ts'
import { listOf, number, PLAIN_NAME, text, textLike, whole } from './schema-parts.ts'
import { extractionSchema, metricSchema } from './scoring-schema.ts'

const anyText = () => z.string({ error: 'text' })

const templateSchema = z
  .strictObject({
    input: text('a Jinja template').optional().describe('What is asked: Jinja over the fields of an item.'),
    target: text('a Jinja template').optional().describe('What is answered. Default {{ target }}.'),
    target_delimiter: anyText()
      .optional()
      .describe('Between input and target; plain text. Default one space.'),
    demonstration_delimiter: anyText()
      .optional()
      .describe('Between demonstrations, and before the query; plain text. Default an empty line.'),
    instruction: text('text')
      .optional()
      .describe('Shown above the demonstrations when the instruction factor is on.'),
    instruction_delimiter: anyText()
      .optional()
      .describe('Between the instruction and what follows it. Default: the demonstration delimiter.'),
  })
  .describe('How an item becomes text.')

const decodingSchema = z
  .strictObject({
    max_tokens: whole(1).optional().describe('Answer tokens at most. Default 64.'),
    temperature: number(0).optional().describe('Sampling temperature; 0 is greedy. Default 0.'),
    top_p: number(0, 1).optional().describe('Nucleus sampling: the share of probability that is kept.'),
    stop: z
      .array(text('text that is not empty'), { error: 'a list of texts' })
      .optional()
      .describe('Texts that end an answer and are not part of it. Default: the demonstration delimiter.'),
  })
  .describe('How answers are sampled.')

/** What `defaults` and a task have in common. */
function sharedKeys(vocabulary: Vocabulary) {
  const column = () => text('the name of one of the metrics')
  return {
    version: text('text')
      .optional()
      .describe('Raised when a change makes old scores incomparable. Default "1".'),
    description: text('text').optional().describe('What is asked, in a sentence.'),
    pool: poolSchema
      .optional()
      .describe('Items kept for demonstrations: how many, which ids, a file, or items. Default none.'),
    demonstrations: z
      .union([
        z.enum(['random', 'balanced', 'first']),
        z
          .array(text('an item id'), { error: 'a list of item ids' })
          .min(1, { error: 'a list of at least one item id' }),
      ])
      .optional()
      .describe('How demonstrations are chosen from the pool. Default random.'),
    match: text('the name of a field')
      .optional()
      .describe("A field: a query is shown only demonstrations whose field has the query's value."),
    answer_by: z
      .enum(['generation', 'likelihood'])
      .optional()
      .describe(
        'generation: the model writes an answer. likelihood: the most likely of the choices is its answer. Default generation.',
      ),
    choices: listOf(text('text that is not empty'), 'texts')
      .optional()
      .describe('The answers to choose from, for every item that has no choices of its own.'),
    unconditional_prompt: text('text')
      .optional()
      .describe('A prompt that asks nothing, for metrics with normalise: unconditional. Default "Answer:".'),
    template: templateSchema.optional(),
    decoding: decodingSchema.optional(),
    extractions: z
      .array(extractionSchema(vocabulary), { error: 'a list of extractions' })
      .min(1, { error: 'a list of at least one extraction' })
      .optional()
      .describe(
        'How the answer is found in a response; the first is the primary one. Default: the whole response.',
      ),
    metrics: z
      .array(metricSchema(vocabulary), { error: 'a list of metrics' })
      .min(1, { error: 'a list of at least one metric' })
      .optional()
      .describe('How answers are scored.'),
    primary: column().optional().describe('The metric the task is judged by. Default: the first.'),
    companion: column().optional().describe('A continuous metric on the same response.'),
    chance: z
      .number({ error: 'a number' })
      .optional()
      .describe('Score of guessing on the primary metric. Default 0.'),
    maximum: z.number({ error: 'a number' }).optional().describe('Score of a perfect answer. Default 1.'),
  }
}

/** A suite file, as written, for the extractions and metrics there are. */
export function suiteSchema(vocabulary: Vocabulary) {
  const shared = sharedKeys(vocabulary)
  const name = textLike(PLAIN_NAME, 'a name of letters, digits and . _ -')
  const task = z
    .strictObject({
      name: name.describe('Its name; unique over all suites.'),
      ...shared,
      items: itemsSchema.describe('The items: a data file, with what is taken from it, or a list.'),
    })
    .describe('A task.')
  return z
    .strictObject({
      suite: name.describe('Name of the suite; unique.'),
      description: text('text').optional().describe('What its tasks have in common.'),
      run: suiteRunSchema.optional(),
      defaults: z
        .strictObject(shared)
        .optional()
        .describe(
          'Keys that its tasks have where they do not say otherwise; template and decoding key by key.',
        ),
      tasks: z
        .array(task, { error: 'a list of tasks' })
        .min(1, { error: 'a list of at least one task' })
        .describe('The tasks.'),
    })
    .meta({ title: 'icl-harness suite' })
}

/** A suite file, as written. */
export type WrittenSuite = z.output<ReturnType<typeof suiteSchema>>

/** One task of it. */
export type WrittenTask = WrittenSuite['tasks'][number]
