import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { Model } from '../../src/domain/model.ts'
import { obtainWeights } from '../../src/weights/obtain-weights.ts'
import { type FileServer, fileServer, type Manner } from './file-server.ts'
import { type Bench, bench, ggufOf, modelWith, sha256Of } from './weights-bench.ts'

const BODY = ggufOf(700_000)
const OTHER = ggufOf(650_000)
const SHA = sha256Of(BODY)
const A = '"a"'
/** What a request asks for. */
const ALL = /^$/
const REST = /^bytes=[1-9]\d*-$/
const LONGER: Manner = { body: ggufOf(900_000), etag: '"old"', cutAfter: 800_000 }

function modelAt(url: string, about: Partial<Model> = {}): Model {
  return modelWith({ weights: [{ kind: 'url', url }], sha256: SHA, bytes: BODY.length, ...about })
}

async function expectStored(at: Bench, model: Model, body = BODY): Promise<void> {
  const file = await obtainWeights(model, at.deps)
  expect(file).toEqual({
    path: `${at.cacheFolder}/weights/${sha256Of(body)}.gguf`,
    sha256: sha256Of(body),
    bytes: body.length,
  })
  expect((await readFile(file.path)).equals(body)).toBe(true)
  expect(await at.files()).toEqual([`${sha256Of(body)}.gguf`])
}

function ranges(server: FileServer): (string | undefined)[] {
  return server.requests.map(({ range }) => range)
}

describe('a download that breaks gives the right file in the end', () => {
  const cut: Manner = { body: BODY, etag: A, cutAfter: 300_000 }
  const whole: Manner = { body: BODY, etag: A }
  test.each<[string, [Manner, ...Manner[]], RegExp[]]>([
    ['nothing breaks', [whole], [ALL]],
    ['it goes on where it broke off', [cut, whole], [ALL, REST]],
    ['the server ignores Range', [cut, { ...whole, ignoresRange: true }], [ALL, REST]],
    ['the file changed: a whole body comes', [{ ...cut, body: OTHER, etag: '"old"' }, whole], [ALL, REST]],
    [
      'the file changed, and the server ignores If-Range',
      [
        { ...cut, body: OTHER, etag: '"old"' },
        { ...whole, ignoresIfRange: true },
      ],
      [ALL, REST, ALL],
    ],
    ['it became shorter than what is on file', [LONGER, whole], [ALL, REST]],
    [
      'it became shorter, and the server ignores If-Range',
      [LONGER, { ...whole, ignoresIfRange: true }],
      [ALL, REST, ALL],
    ],
    [
      'only a date to go by',
      [
        { ...cut, etag: undefined, lastModified: 'Wed, 01 Jul 2026 10:00:00 GMT' },
        { ...whole, etag: undefined, lastModified: 'Wed, 01 Jul 2026 10:00:00 GMT' },
      ],
      [ALL, REST],
    ],
    [
      'nothing to go by: from the start',
      [
        { ...cut, etag: undefined },
        { ...whole, etag: undefined },
      ],
      [ALL, ALL],
    ],
    [
      'no length is given',
      [
        { ...cut, chunked: true },
        { ...whole, chunked: true },
      ],
      [ALL, REST],
    ],
    [
      'the server is busy at first',
      [{ status: 503 }, { status: 429, headers: { 'retry-after': '1' } }, whole],
      [ALL, ALL, ALL],
    ],
    ['the range is refused', [cut, { status: 416 }, whole], [ALL, REST, ALL]],
  ])('%s', async (_name, manners, expected) => {
    const server = await fileServer(...manners)
    await expectStored(await bench(), modelAt(server.url, { bytes: undefined }))
    expect(ranges(server).map((range) => range ?? '')).toEqual(
      expected.map((one) => expect.stringMatching(one)),
    )
  })
})

describe('a server that cannot give the file is given up, with the reason', () => {
  test.each<[string, [Manner, ...Manner[]], string, number]>([
    ['no such file', [{ status: 404 }], 'HTTP 404: no such file', 1],
    ['no permission', [{ status: 401 }], 'HTTP 401: the server asks for permission', 1],
    ['busy for ever', [{ status: 503 }], 'HTTP 503', 4],
    [
      'cut at the same place for ever',
      [{ body: BODY, etag: A, cutAfter: 1000, ignoresRange: true }],
      'terminated|ended|closed',
      5,
    ],
    ['cut before the first byte', [{ body: BODY, cutAfter: 0 }], 'terminated|ended|closed', 4],
    [
      'another size',
      [{ body: OTHER }],
      `the file there has ${OTHER.length} bytes, the model declares ${BODY.length}`,
      1,
    ],
    [
      'more than declared',
      [{ body: Buffer.concat([BODY, BODY]), chunked: true }],
      `sends more than ${BODY.length} bytes`,
      1,
    ],
    [
      'another content of the same size',
      [{ body: ggufOf(BODY.length) }],
      `wrong sha256: expected ${SHA}, found `,
      1,
    ],
    [
      'a redirect to an open address',
      [{ status: 302, headers: { location: 'ftp://example.org/f' } }],
      'fetch failed|scheme',
      4,
    ],
  ])('%s', async (_name, manners, reason, requests) => {
    const server = await fileServer(...manners)
    const at = await bench()
    const failure = await obtainWeights(modelAt(server.url), at.deps).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'InputError' })
    expect(String(failure)).toContain('no source gave the weights of model "m"')
    expect(String(failure)).toContain(`\nurl: ${server.url}: `)
    expect(String(failure)).toMatch(new RegExp(reason))
    expect(server.requests).toHaveLength(requests)
    expect((await at.files()).filter((name) => name.endsWith('.gguf'))).toEqual([])
  })

  test('nobody listens there', async () => {
    const at = await bench()
    const failing = obtainWeights(modelAt('http://127.0.0.1:9/x.gguf'), at.deps)
    await expect(failing).rejects.toThrow(/ECONNREFUSED|bad port/)
  })
})

test('it breaks again and again, and each time gets further', async () => {
  const server = await fileServer({ body: BODY, etag: A, cutAfter: 150_000 })
  await expectStored(await bench(), modelAt(server.url))
  const starts = ranges(server).map((range) => Number(/\d+/.exec(range ?? '0')?.[0]))
  expect(starts.length).toBeGreaterThan(3)
  expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b))
})

test('a server that joins two files by carelessness costs one new start, no failure', async () => {
  const server = await fileServer(
    { body: ggufOf(BODY.length), etag: '"old"', cutAfter: 300_000 },
    { body: BODY, ignoresIfRange: true },
  )
  await expectStored(await bench(), modelAt(server.url))
  expect(ranges(server)).toEqual([undefined, expect.stringMatching(REST), undefined])
})

test('a second call goes on where the first was given up', async () => {
  const server = await fileServer(
    { body: BODY, etag: A, cutAfter: 200_000 },
    ...Array<Manner>(4).fill({ status: 503 }),
    {
      body: BODY,
      etag: A,
    },
  )
  const at = await bench()
  await expect(obtainWeights(modelAt(server.url), at.deps)).rejects.toThrow('HTTP 503')
  await expectStored(at, modelAt(server.url))
  expect(server.requests.at(-1)).toMatchObject({ range: expect.stringMatching(REST), 'if-range': A })
  expect(at.progress.filter(({ stage }) => stage === 'fetch').at(-1)).toMatchObject({
    model: 'm',
    source: `url: ${server.url}`,
    bytesDone: BODY.length,
    bytesTotal: BODY.length,
  })
})

test('a partial body that went bad on the disk costs one new start, no failure', async () => {
  const server = await fileServer(
    { body: OTHER, etag: A, cutAfter: 200_000, headers: { 'content-length': `${BODY.length}` } },
    ...Array<Manner>(4).fill({ status: 503 }),
    {
      body: BODY,
      etag: A,
    },
  )
  const at = await bench()
  await expect(obtainWeights(modelAt(server.url), at.deps)).rejects.toThrow('HTTP 503')
  await expectStored(at, modelAt(server.url))
  expect(ranges(server).slice(-2)).toEqual([expect.stringMatching(REST), undefined])
})

test('an interruption ends the download at once, with the reason of the signal', async () => {
  const server = await fileServer(
    { body: BODY, etag: A, cutAfter: 400_000, hangs: true },
    { body: BODY, etag: A },
  )
  const stop = new AbortController()
  const at = await bench({ signal: stop.signal })
  const reason = new Error('stopped by the user')
  const running = obtainWeights(modelAt(server.url), {
    ...at.deps,
    onProgress: ({ bytesDone }) => bytesDone >= 250_000 && stop.abort(reason),
  })
  await expect(running).rejects.toBe(reason)
  expect((await at.files()).map((name) => name.replace(/^partial\/\w+\//, ''))).toEqual([
    'body',
    'state.json',
  ])
  const again = await obtainWeights(modelAt(server.url), { ...at.deps, signal: undefined })
  expect(again.sha256).toBe(SHA)
  expect(ranges(server)[1]).toMatch(/^bytes=\d+-$/)
})

describe('without a declared sha256', () => {
  const unknown = { sha256: undefined, bytes: undefined }

  test('the content names the file, and the source is known by it from then on', async () => {
    const server = await fileServer({ body: BODY })
    const at = await bench()
    await expectStored(at, modelAt(server.url, unknown))
    await expectStored(at, modelAt(server.url, unknown))
    expect(server.requests).toHaveLength(1)
  })

  test('a web page is not taken for a model', async () => {
    const server = await fileServer({ body: Buffer.from('<!doctype html><title>Sign in</title>') })
    const at = await bench()
    await expect(obtainWeights(modelAt(server.url, unknown), at.deps)).rejects.toThrow('is not a GGUF file')
    expect(await at.files()).toEqual([])
  })

  test('a declared size is checked where the server gives none', async () => {
    const server = await fileServer({ body: BODY, chunked: true })
    const model = modelAt(server.url, { sha256: undefined, bytes: BODY.length + 1 })
    await expect(obtainWeights(model, (await bench()).deps)).rejects.toThrow(
      'wrong size: expected 700001 bytes',
    )
  })
})

describe('addresses', () => {
  const answer = (async () => new Response(BODY)) satisfies () => Promise<Response>
  test.each<[string, Partial<Model>, string | undefined]>([
    ['https://h/f.gguf', { sha256: undefined }, undefined],
    ['http://h/f.gguf', {}, undefined],
    ['http://h/f.gguf', { sha256: undefined }, 'http://h/f.gguf is plain http, which needs a sha256'],
    ['ftp://h/f.gguf', {}, 'ftp://h/f.gguf is not an https:// address'],
    ['h/f.gguf', {}, 'h/f.gguf is not an https:// address'],
  ])('%s with %o', async (url, about, reason) => {
    const at = await bench({ fetch: answer })
    const outcome = await obtainWeights(modelAt(url, about), at.deps).catch(String)
    if (reason === undefined) expect(outcome).toMatchObject({ sha256: SHA })
    else expect(outcome).toContain(reason)
  })

  test.each<[string, string | undefined]>([
    ['https://huggingface.co/o/r/resolve/main/f.gguf', 'Bearer t0ken'],
    ['https://huggingface.co.evil.example/f.gguf', undefined],
    ['https://example.org/huggingface.co/f.gguf', undefined],
  ])('the token of the hub at %s: %s', async (url, expected) => {
    let sent: unknown
    const at = await bench({
      env: { HF_TOKEN: 't0ken' },
      fetch: async (_url, init) => {
        sent = new Headers(init.headers).get('authorization') ?? undefined
        return new Response(BODY)
      },
    })
    await obtainWeights(modelAt(url), at.deps)
    expect(sent).toBe(expected)
  })

  test('a secret from the environment is used, and shows nowhere', async () => {
    const server = await fileServer({ status: 403 })
    const url = `${server.url}?sig=\${SECRET}`
    const at = await bench({ env: { SECRET: 's3cret' } })
    const failure = await obtainWeights(modelAt(url), at.deps).catch(String)
    expect(failure).toContain('HTTP 403')
    expect(JSON.stringify([failure, at.notices, at.progress, await at.files()])).not.toContain('s3cret')
  })
})
