import * as z from 'zod'
import { DATA_FORMATS } from '../domain/data-source.ts'
import { listOf, text, whole } from './schema-parts.ts'
import { slipOf } from './slip-of.ts'

const inlineItem = z
  .looseObject({
    input: text('text, the input').describe('What is asked.'),
    target: z
      .union([
        text('text, the target'),
        z
          .array(text('text, a target'), { error: 'a list of targets' })
          .min(1, { error: 'a list of at least one target' }),
      ])
      .describe(
        'The right answer, or a list of right answers, the first of which is shown in demonstrations.',
      ),
    id: z
      .union([text('text, an id'), z.int({ error: 'a whole number' })])
      .optional()
      .describe('Unique in the task. Default: its position, from 0.'),
    group: text('text, the name of a group')
      .optional()
      .describe('Items of one group share a source and are not independent.'),
  })
  .describe('One item; further keys are fields that templates can show.')

const origin = () =>
  z.union([
    text('a dotted path or a template'),
    z
      .array(text('a dotted path or a template'), { error: 'a list of paths or templates' })
      .min(1, { error: 'a list of at least one path or template' }),
  ])

const NAMED = ['input', 'target', 'target_index', 'id', 'group', 'choices'] as const

const map = z
  .object(
    {
      input: origin().optional().describe('The field that is the input.'),
      target: z
        .union([origin(), z.null()])
        .optional()
        .describe('The field that is the target; null where the items have none.'),
      target_index: origin()
        .optional()
        .describe("The target's position in the choices, from 0, in place of the target."),
      id: origin().optional().describe('The field that is the id.'),
      group: origin().optional().describe('The field that is the group.'),
      choices: origin()
        .optional()
        .describe('The answers to choose from: a list, or a mapping whose keys they are.'),
    },
    { error: 'a mapping from fields of items to fields of the file' },
  )
  .catchall(origin())
  .superRefine((written, context) => {
    for (const key of Object.keys(written)) {
      const meant = slipOf(key, NAMED)
      if (meant !== undefined)
        context.addIssue({
          code: 'custom',
          path: [key],
          message: `unknown key; did you mean "${meant}"? A further field needs a name less like it`,
          params: { rule: true },
        })
    }
  })

const scalar = z.union([z.string(), z.number(), z.boolean()], { error: 'a text, a number, true or false' })

const dataFile = z.strictObject({
  file: text('a path').describe(`The file, relative to this one; \${NAME} is an environment variable.`),
  format: z.enum(DATA_FORMATS).optional().describe('The form of the file. Default: by its ending.'),
  map: map
    .optional()
    .describe(
      'Fields of the items, where they have other names in the file: dotted paths, or Jinja templates over its fields.',
    ),
  where: z
    .record(text('a dotted path'), z.union([scalar, listOf(scalar, 'values')]), {
      error: 'a mapping from fields to values',
    })
    .optional()
    .describe('Keeps the rows whose fields have these values, or one of a list of values.'),
  sample: z
    .strictObject({
      count: whole(1).describe('How many items.'),
      seed: z.int({ error: 'a whole number' }).describe('Seed of the choice.'),
    })
    .optional()
    .describe('Keeps a fixed choice of that many items, in file order.'),
})

const file = () => text('a path of a data file').describe('A data file, relative to this file.')

const inlineItems = () =>
  z.array(inlineItem, { error: 'a list of items' }).min(1, { error: 'a list of at least one item' })

/** `items`: a file, a file with what is taken from it, or the items themselves. */
export const itemsSchema = z.union([file(), inlineItems(), dataFile])

/** `pool`: how many of the items, which of them by id, or items of its own. */
export const poolSchema = z.union([
  whole(0),
  file(),
  z.array(text('an item id'), { error: 'a list of item ids' }),
  inlineItems(),
  dataFile,
])

/** `items` as written. */
export type WrittenItems = z.output<typeof itemsSchema>

/** `pool` as written. */
export type WrittenPool = z.output<typeof poolSchema>
