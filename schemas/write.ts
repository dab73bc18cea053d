// Writes the JSON Schemas of this folder from the code that checks the files: `node schemas/write.ts`.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jsonSchemas } from '../src/config/json-schema.ts'
import { scorerVocabulary } from '../src/scorers/scorer-vocabulary.ts'

for (const [name, schema] of Object.entries(jsonSchemas(scorerVocabulary)))
  writeFileSync(join(import.meta.dirname, `${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`)
