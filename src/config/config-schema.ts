import * as z from 'zod'
import { modelSchema } from './model-schema.ts'
import { providerSchema } from './provider-schema.ts'
import { runSchema } from './run-schema.ts'
import { PLAIN_NAME, text, textLike } from './schema-parts.ts'

const name = textLike(PLAIN_NAME, 'a name of letters, digits and . _ -')

/** `harness.config.yaml`, as written. */
export const configSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format: 1.'),
    results: text('a folder')
      .optional()
      .describe('Folder of the results, relative to this file. Default results.'),
    tasks: z
      .array(text('a file name or glob'), { error: 'a list of file names or globs' })
      .min(1, { error: 'a list of at least one file name or glob' })
      .optional()
      .describe(
        'Suite files, relative to this file; * stands for any run of characters. Default tasks/*.yaml.',
      ),
    default_run: text('the name of a run')
      .optional()
      .describe('The run that `icl run` does when none is named.'),
    providers: z
      .record(name, providerSchema, { error: 'a mapping from names to providers' })
      .describe('Who answers, by name.'),
    models: z
      .array(modelSchema, { error: 'a list of models' })
      .min(1, { error: 'a list of at least one model' })
      .describe('The models that can be asked.'),
    defaults: runSchema.optional().describe('Settings of every run that does not say otherwise.'),
    runs: z
      .record(name, runSchema, { error: 'a mapping from names to runs' })
      .optional()
      .describe('Runs by name.'),
  })
  .meta({ title: 'icl-harness config' })

/** `harness.config.yaml`, as written. */
export type WrittenConfig = z.output<typeof configSchema>
