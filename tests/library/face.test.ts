import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as face from '../../src/index.ts'
import { PROJECT } from '../commands/run-icl.ts'

const INDEX = readFileSync(join(PROJECT, 'src/index.ts'), 'utf8')
const PAGE = readFileSync(join(PROJECT, 'docs/library.md'), 'utf8')

/** Exported names, types too, each with the file that declares it. */
const exported = [...INDEX.matchAll(/^export (?:type )?\{([^}]+)\} from '(.+)'/gm)].flatMap(
  ([, names = '', file = '']) =>
    names
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => name !== '')
      .map((name) => ({ name, file })),
)

test('what is exported', () => {
  expect(Object.keys(face).toSorted()).toEqual([
    'InputError',
    'ProviderError',
    'compareRuns',
    'defineScorer',
    'judgeItems',
    'judgeScores',
    'readCurves',
    'readTrials',
    'runSuite',
  ])
})

test.each(exported)('$name is documented, where it is declared and in docs/library.md', ({ name, file }) => {
  const source = readFileSync(join(PROJECT, 'src', file), 'utf8')
  const declared = new RegExp(
    `\\*/\\nexport (?:async )?(?:function\\*?|interface|type|class|const) ${name}\\b`,
  )
  expect(source).toMatch(declared)
  expect(PAGE).toMatch(new RegExp(`\`(?:new )?${name}\\b`))
})

test.each(['runSuite', 'readTrials', 'readCurves', 'compareRuns', 'judgeScores', 'judgeItems'])(
  '%s says what it throws and shows an example',
  (name) => {
    const file = exported.find((one) => one.name === name)?.file ?? ''
    const source = readFileSync(join(PROJECT, 'src', file), 'utf8')
    const at = source.search(new RegExp(`^export async function\\*? ${name}\\b`, 'm'))
    const comment = source.slice(source.lastIndexOf('/**', at), at)
    expect(comment).toContain('@throws InputError')
    expect(comment).toContain('@example')
  },
)

/** Imports the package in a process of its own and tells what that loaded and did. */
const SCRIPT = `
import { registerHooks } from 'node:module'
const loaded = []
registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
const events = process.eventNames().length
const keys = Object.keys(globalThis).length
await import('icl-harness')
console.log(JSON.stringify({
  loaded,
  events: process.eventNames().length - events,
  keys: Object.keys(globalThis).length - keys,
}))
`

test('to import it does nothing: next to nothing is loaded, nothing is heard, said, or left open', () => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--conditions=icl-source', '--input-type=module', '--eval', SCRIPT],
    { cwd: PROJECT, encoding: 'utf8' },
  )
  expect([status, stderr]).toEqual([0, ''])
  const { loaded, events, keys } = JSON.parse(stdout)
  expect([events, keys]).toEqual([0, 0])
  // InputError names the nearest of what is allowed.
  const foreign = loaded.filter((url: string) => !/^node:|\/src\/|\/fastest-levenshtein\//.test(url))
  expect(foreign).toEqual([])
  expect(loaded.filter((url: string) => url.includes('/src/')).length).toBeLessThan(20)
})
