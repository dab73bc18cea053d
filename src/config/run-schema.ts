import * as z from 'zod'
import { CONTROLS, INSTRUCTIONS, RENDERINGS, SAMPLINGS } from '../domain/factors.ts'
import { flag, listOf, number, orVariable, positive, text, whole } from './schema-parts.ts'

const budget = z
  .strictObject({
    usd: orVariable(number(0)).optional().describe('US dollars of the whole run; every model needs a price.'),
    tokens: orVariable(whole(1)).optional().describe('Prompt and answer tokens of the whole run.'),
    minutes: orVariable(positive())
      .optional()
      .describe('Wall time of one icl run; calls in flight are let finish.'),
  })
  .describe(
    'What the run may use. No trial is started that could exceed it. Each key falls back to that of defaults.',
  )

const stopWhen = z
  .strictObject({
    ci_width: orVariable(positive()).describe(
      'Width of the 95 % interval on the primary metric at which a point is precise enough.',
    ),
  })
  .describe(
    'Stops asking further items of a task where the points of all models are precise enough; decided every 10 items.',
  )

const shots = () => listOf(orVariable(whole(0)), 'whole numbers').optional()

const controls = () => listOf(z.enum(CONTROLS), 'controls').optional()

/** What a run may ask of one task otherwise than of the others. */
const taskOverrides = z
  .strictObject({
    shots: shots().describe('Numbers of demonstrations shown.'),
    draws: orVariable(whole(1)).optional().describe('How many choices of demonstrations.'),
    repeats: orVariable(whole(1)).optional().describe('How often the same prompt is asked.'),
    controls: controls().describe("What is done to the demonstrations' labels."),
    limit: orVariable(whole(1)).optional().describe('Queries asked, the first ones.'),
    temperature: orVariable(number(0)).optional().describe('Sampling temperature.'),
    max_tokens: orVariable(whole(1)).optional().describe('Limit of answer tokens.'),
  })
  .describe('What this task or suite is asked otherwise than the others.')

/** Run settings as written: an entry of `runs`, or `defaults`. */
export const runSchema = z
  .strictObject({
    tasks: listOf(text('the name of a task or suite'), 'task names')
      .optional()
      .describe('Tasks or suites by name. Default: all.'),
    models: listOf(text('the name of a model'), 'model names')
      .optional()
      .describe('Models by name. Default: all.'),
    per_task: z
      .record(z.string(), taskOverrides, { error: 'a mapping from task names to settings' })
      .optional()
      .describe('Settings of single tasks or suites, by name; a task over its suite.'),
    shots: shots().describe('Numbers of demonstrations shown. Default 0, 1, 2, 4, 8.'),
    draws: orVariable(whole(1))
      .optional()
      .describe('How many choices of demonstrations each prompt is asked with. Default 1.'),
    repeats: orVariable(whole(1)).optional().describe('How often the same prompt is asked. Default 1.'),
    renderings: listOf(z.enum(RENDERINGS), 'renderings')
      .optional()
      .describe(
        'How a prompt reaches the model: bare text, one user message, or demonstrations as earlier turns. Default raw.',
      ),
    instruction: listOf(z.union([z.enum(INSTRUCTIONS), flag()]), 'off, on')
      .optional()
      .describe(
        'Whether the instruction of the task stands above the demonstrations; both are compared. Default off.',
      ),
    controls: controls().describe(
      "What is done to the demonstrations' labels before they are shown. Default gold.",
    ),
    sampling: orVariable(z.enum(SAMPLINGS))
      .optional()
      .describe(
        'Whether a draw of demonstrations serves all queries of a task, or each query has its own. Default shared.',
      ),
    limit: orVariable(whole(1))
      .optional()
      .describe('Queries asked in each task, the first ones. Default: all.'),
    seed: orVariable(z.int({ error: 'a whole number' }))
      .optional()
      .describe('Seed of every random choice. Default 1.'),
    temperature: orVariable(number(0)).optional().describe("Overrides the tasks' own sampling temperature."),
    max_tokens: orVariable(whole(1)).optional().describe("Overrides the tasks' own limit of answer tokens."),
    probe: flag()
      .optional()
      .describe(
        'Whether models on servers are asked a few prompts again at temperature 0, to tell whether they answer the same. Default true.',
      ),
    budget: budget.optional(),
    stop_when: stopWhen.optional(),
  })
  .describe('What a run asks; every key falls back to defaults.')

/** What a suite asks where it is run by itself (`--suite`): settings that its tasks were made for. */
export const suiteRunSchema = runSchema
  .omit({ tasks: true, models: true })
  .superRefine((written, context) => {
    if (JSON.stringify(written).includes('${'))
      context.addIssue({
        code: 'custom',
        message: `found \${NAME}, expected a value; variables are for paths of data files`,
        params: { rule: true },
      })
  })
  .describe('What is asked where this suite is run by itself, with --suite; falls back to the config.')

/** Run settings as written. */
export type WrittenRun = z.output<typeof runSchema>
