import { expect, test } from 'vitest'
import type { WeightSource } from '../../src/domain/weight-source.ts'
import { expandSource, nameSource, withoutSecrets } from '../../src/weights/expand-source.ts'

/** A name as it stands in a config. */
const ref = (name: string): string => `\${${name}}`

const ENV = { HOME: '/home/x', TOKEN: 's3cret', NAME: 'llm' }

test.each<[WeightSource, WeightSource]>([
  [
    { kind: 'file', path: `${ref('HOME')}/m.gguf` },
    { kind: 'file', path: '/home/x/m.gguf' },
  ],
  [
    { kind: 'url', url: `https://h/f?t=${ref('TOKEN')}` },
    { kind: 'url', url: 'https://h/f?t=s3cret' },
  ],
  [
    { kind: 'pypi', packages: [`${ref('NAME')}==1`, 'b==$2'], entry: `${ref('NAME')}/*` },
    { kind: 'pypi', packages: ['llm==1', 'b==$2'], entry: 'llm/*' },
  ],
])('expandSource of %o', (source, expected) => {
  expect(expandSource(source, ENV)).toEqual(expected)
})

test('a name that is not set is named, its source is not used', () => {
  expect(() =>
    expandSource({ kind: 'file', path: `${ref('HOME')}/${ref('MODELS')}` }, { HOME: '/h' }),
  ).toThrow('the environment variable MODELS is not set')
})

test.each<[WeightSource, string]>([
  [{ kind: 'file', path: 'm.gguf' }, 'file: m.gguf'],
  [{ kind: 'url', url: 'https://u:p@h/f.gguf?sig=s3cret#x' }, 'url: https://h/f.gguf'],
  [{ kind: 'pypi', packages: ['a==1'], entry: '*' }, 'pypi: a==1'],
  [
    { kind: 'pypi', packages: ['a-part1==1', 'a-part2==1', 'a-part3==1'], entry: '*' },
    'pypi: a-part1==1 … a-part3==1 (3 packages)',
  ],
])('nameSource of %o', (source, expected) => {
  expect(nameSource(source)).toBe(expected)
})

test('withoutSecrets leaves the rest of a sentence as it is', () => {
  expect(withoutSecrets('is it https://me:pw@h/simple?x=1 or not? yes')).toBe(
    'is it https://h/simple or not? yes',
  )
})
