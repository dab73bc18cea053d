import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkValue } from '../../src/config/check-value.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { suiteSchema } from '../../src/config/suite-schema.ts'
import { parseYaml } from '../../src/config/yaml-document.ts'
import { InputError } from '../../src/domain/input-error.ts'
import { scorerVocabulary } from '../../src/scorers/scorer-vocabulary.ts'

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8')

const schema = suiteSchema(scorerVocabulary)

const files = [
  ['harness.config.yaml', (text: string) => loadConfig(text, { file: 'c.yaml', env: {} })],
  [
    'tasks/words.yaml',
    (text: string) => {
      const document = parseYaml(text, 's.yaml')
      const checked = checkValue(schema, document.value, document)
      if (!checked.ok) throw new InputError(checked.issues[0]?.problem ?? 'an issue is there')
    },
  ],
] as const

test.each(files)('%s as it ships is taken', (path, load) => {
  expect(() => load(read(path))).not.toThrow()
})

test.each(files)(
  '%s with any slip is taken or refused with a place, never a crash',
  (path, load) => {
    const whole = read(path)
    const text = whole.slice(0, 3000)
    const slip = fc.oneof(
      fc.constantFrom(
        '\t',
        ': ',
        '- ',
        '[',
        '}',
        '"',
        "'",
        '*a',
        '&a ',
        '!t ',
        '${',
        '{{',
        '#',
        '|',
        '\n',
        '~',
        '1',
        '<<: ',
        'null',
      ),
      fc.string({ maxLength: 3, unit: 'binary' }),
    )
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(12), slip, (at, removed, added) => {
        const broken = text.slice(0, at) + added + text.slice(at + removed)
        try {
          load(broken)
        } catch (error) {
          expect(error).toBeInstanceOf(InputError)
          const { problems } = error as InputError
          for (const { file, line, message } of problems) {
            expect(file).toMatch(/^[cs]\.yaml$/)
            expect(line ?? 1).toBeGreaterThan(0)
            expect(message).not.toMatch(/expected $|undefined|\[object/)
          }
        }
      }),
      { numRuns: 100 },
    )
  },
  60_000,
)
