import * as z from 'zod'
import type { Vocabulary } from '../domain/vocabulary.ts'
import { configSchema } from './config-schema.ts'
import { suiteSchema } from './suite-schema.ts'

/** JSON Schemas (draft 7, which editors read) of the config and of suite files, from the schemas that check them. */
export function jsonSchemas(vocabulary: Vocabulary): { readonly config: object; readonly suite: object } {
  const options = { target: 'draft-7', io: 'input' } as const
  return {
    config: z.toJSONSchema(configSchema, options),
    suite: z.toJSONSchema(suiteSchema(vocabulary), options),
  }
}
