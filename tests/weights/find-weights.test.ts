import { mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Model } from '../../src/domain/model.ts'
import { findWeights } from '../../src/weights/find-weights.ts'
import { obtainWeights } from '../../src/weights/obtain-weights.ts'
import { fileServer } from './file-server.ts'
import { type Bench, bench, ggufOf, modelWith, sha256Of } from './weights-bench.ts'

const BODY = ggufOf(300_000)
const SHA = sha256Of(BODY)

async function withFile(about: Partial<Model> = {}): Promise<{ at: Bench; path: string; model: Model }> {
  const at = await bench()
  const path = join(at.folder, 'models', 'm.gguf')
  await mkdir(join(at.folder, 'models'))
  await writeFile(path, BODY)
  return { at, path, model: modelWith({ weights: [{ kind: 'file', path: 'models/m.gguf' }], ...about }) }
}

describe('a file: source', () => {
  test.each<Partial<Model>>([{}, { sha256: SHA }, { sha256: SHA, bytes: BODY.length }])(
    'is used in place, relative to the config folder, with %o declared',
    async (about) => {
      const { at, path, model } = await withFile(about)
      const expected = { path, sha256: SHA, bytes: BODY.length }
      expect(await findWeights(model, at.deps)).toEqual({ status: 'present', ...expected })
      expect(await obtainWeights(model, at.deps)).toEqual(expected)
      expect(await at.files()).toEqual([])
    },
  )

  test('is read once, and again when it has changed', async () => {
    const { at, path, model } = await withFile()
    const reads = async (): Promise<number> => {
      at.progress.length = 0
      await findWeights(model, at.deps)
      return at.progress.length
    }
    expect(await reads()).toBeGreaterThan(0)
    expect(await reads()).toBe(0)
    const { atime, mtime } = await stat(path)
    await utimes(path, atime, new Date(mtime.getTime() + 1000))
    expect(await reads()).toBeGreaterThan(0)
    await writeFile(path, ggufOf(200_000))
    expect(await findWeights(model, at.deps)).toMatchObject({ status: 'present', bytes: 200_000 })
  })

  test.each<[string, Partial<Model>, RegExp]>([
    ['another content', { sha256: 'a'.repeat(64) }, /models\/m.gguf has sha256 [0-9a-f]{64}, expected a{64}/],
    ['another size', { bytes: 5 }, /has 300000 bytes, the model declares 5/],
    ['absent', { weights: [{ kind: 'file', path: 'x.gguf' }] }, /no such file: .*\/x\.gguf/],
    ['a folder', { weights: [{ kind: 'file', path: 'models' }] }, /models is not a file/],
    ['under a file', { weights: [{ kind: 'file', path: 'models/m.gguf/x' }] }, /ENOTDIR/],
    [
      'a name that is not set',
      { weights: [{ kind: 'file', path: `\${NOPE}/x` }] },
      /variable NOPE is not set/,
    ],
  ])('that is %s is refused and left alone', async (_name, about, message) => {
    const { at, path, model } = await withFile(about)
    expect(await findWeights(model, at.deps)).toEqual({ status: 'absent' })
    await expect(obtainWeights(model, at.deps)).rejects.toThrow(message)
    expect((await stat(path)).size).toBe(BODY.length)
  })

  test('works with a cache that cannot be written', async () => {
    const { at, path, model } = await withFile({ sha256: SHA })
    const deps = { ...at.deps, cacheFolder: join(path, 'cache') }
    expect((await obtainWeights(model, deps)).path).toBe(path)
  })

  test('that has the declared sha256 is found before anything is fetched', async () => {
    const { at, path, model } = await withFile({ sha256: SHA })
    const weights = [{ kind: 'url', url: 'http://127.0.0.1:9/x' } as const, ...(model.weights ?? [])]
    expect((await obtainWeights({ ...model, weights }, at.deps)).path).toBe(path)
  })

  test('after a source that was never fetched does not decide what an undeclared model is', async () => {
    const { at, model } = await withFile()
    const server = await fileServer({ body: ggufOf(1000) })
    const weights = [{ kind: 'url', url: server.url } as const, ...(model.weights ?? [])]
    expect(await findWeights({ ...model, weights }, at.deps)).toEqual({ status: 'absent' })
    expect((await obtainWeights({ ...model, weights }, at.deps)).bytes).toBe(1000)
    expect(await findWeights({ ...model, weights }, at.deps)).toMatchObject({
      status: 'present',
      bytes: 1000,
    })
  })
})

describe('the cache', () => {
  test('has nothing at first, and looking makes nothing', async () => {
    const at = await bench()
    const model = modelWith({ sha256: SHA, weights: [{ kind: 'url', url: 'https://example.org/x' }] })
    expect(await findWeights(model, at.deps)).toEqual({ status: 'absent' })
    await expect(stat(at.cacheFolder)).rejects.toThrow('ENOENT')
  })

  test('a file put there by hand is checked once', async () => {
    const at = await bench()
    const model = modelWith({ sha256: SHA, weights: [] })
    await mkdir(join(at.cacheFolder, 'weights'), { recursive: true })
    await writeFile(join(at.cacheFolder, 'weights', `${SHA}.gguf`), BODY)
    expect(await findWeights(model, at.deps)).toMatchObject({ status: 'present', bytes: BODY.length })
    at.progress.length = 0
    expect(await findWeights(model, at.deps)).toMatchObject({ status: 'present' })
    expect(at.progress).toEqual([])
  })

  test('a file that went bad is removed and fetched again', async () => {
    const at = await bench()
    const server = await fileServer({ body: BODY })
    const model = modelWith({ sha256: SHA, weights: [{ kind: 'url', url: server.url }] })
    const { path } = await obtainWeights(model, at.deps)
    await writeFile(path, BODY.subarray(0, 1000))
    expect(await findWeights(model, at.deps)).toEqual({ status: 'absent' })
    expect(at.notices).toEqual([expect.stringContaining('is damaged')])
    await expect(stat(path)).rejects.toThrow('ENOENT')
    expect((await obtainWeights(model, at.deps)).bytes).toBe(BODY.length)
    await rm(path)
    expect((await obtainWeights(model, at.deps)).bytes).toBe(BODY.length)
    expect(server.requests).toHaveLength(3)
  })
})
