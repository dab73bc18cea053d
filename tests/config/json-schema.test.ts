import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { jsonSchemas } from '../../src/config/json-schema.ts'
import { CONTROLS } from '../../src/domain/factors.ts'
import { scorerVocabulary } from '../../src/scorers/scorer-vocabulary.ts'

const folder = join(import.meta.dirname, '../../schemas')
const schemas = jsonSchemas(scorerVocabulary)

test.each(['config', 'suite'] as const)(
  'schemas/%s.schema.json is what the code makes (node schemas/write.ts)',
  (name) => {
    expect(readFileSync(join(folder, `${name}.schema.json`), 'utf8')).toBe(
      `${JSON.stringify(schemas[name], null, 2)}\n`,
    )
  },
)

type Schema = Readonly<Record<string, unknown>>

/** Every schema inside, with the key that leads to it. */
function* parts(value: unknown, key = ''): Generator<readonly [string, Schema]> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield [key, value as Schema]
  for (const [name, member] of Object.entries(value)) yield* parts(member, name)
}

describe.each(['config', 'suite'] as const)('what an editor needs of the %s schema', (name) => {
  test('every key is described', () => {
    const bare = [...parts(schemas[name])].flatMap(([, { properties }]) =>
      Object.entries((properties ?? {}) as Record<string, Schema>)
        .filter(([, part]) => part.description === undefined && part.const === undefined)
        .map(([key]) => key),
    )
    expect(bare).toEqual([])
  })

  test('no key is taken that is not known, but for fields of items, headers and names', () => {
    const open = [...parts(schemas[name])].filter(
      ([, part]) => part.properties !== undefined && part.additionalProperties !== false,
    )
    const ofItems = open.filter(([, part]) => Object.hasOwn(part.properties as object, 'target'))
    expect(open).toEqual(ofItems)
  })
})

test('names of factors, metrics and extractions are listed', () => {
  const config = JSON.stringify(schemas.config)
  const suite = JSON.stringify(schemas.suite)
  for (const control of CONTROLS) expect(config).toContain(`"${control}"`)
  for (const name of [...Object.keys(scorerVocabulary.metrics), ...Object.keys(scorerVocabulary.extractions)])
    expect(suite).toContain(`"${name}"`)
})
