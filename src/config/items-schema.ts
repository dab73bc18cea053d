import * as z from 'zod'
import { text, whole } from './schema-parts.ts'

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

const field = () => text('the name of a field')

const fileWithMap = z.strictObject({
  file: text('a path').describe('A JSONL or CSV file, relative to this file.'),
  map: z
    .strictObject({
      input: field().optional().describe('The field that is the input.'),
      target: field().optional().describe('The field that is the target.'),
      id: field().optional().describe('The field that is the id.'),
      group: field().optional().describe('The field that is the group.'),
    })
    .optional()
    .describe(
      'Which fields of the file are the input, the target, the id and the group, where they have other names.',
    ),
})

const file = () =>
  text('a path of a JSONL or CSV file').describe('A JSONL or CSV file, relative to this file.')

const inlineItems = () =>
  z.array(inlineItem, { error: 'a list of items' }).min(1, { error: 'a list of at least one item' })

/** `items`: a file, a file with a map, or the items themselves. */
export const itemsSchema = z.union([file(), inlineItems(), fileWithMap])

/** `pool`: how many of the items, which of them by id, or items of its own. */
export const poolSchema = z.union([
  whole(0),
  file(),
  z.array(text('an item id'), { error: 'a list of item ids' }),
  inlineItems(),
  fileWithMap,
])

/** `items` as written. */
export type WrittenItems = z.output<typeof itemsSchema>

/** `pool` as written. */
export type WrittenPool = z.output<typeof poolSchema>
