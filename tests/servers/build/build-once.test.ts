import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildOnce, type Recipe } from './build-once.ts'

describe('buildOnce', () => {
  let cache: string
  let program: string
  let builds: number
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'icl-build-once-'))
    program = join(cache, 'servers', 'thing', 'thing')
    builds = 0
  })
  afterEach(() => rm(cache, { recursive: true, force: true }))

  const recipe = (identity: string): Recipe => ({
    name: 'thing',
    identity,
    build: async (place) => {
      builds++
      const built = join(place.folder, 'out')
      await writeFile(built, `program of ${identity}`)
      return built
    },
  })
  const silent = () => {}

  test('builds once, and leaves the program and its marker only', async () => {
    await buildOnce(recipe('v1'), program, silent)
    const steps: string[] = []
    await buildOnce(recipe('v1'), program, (text) => steps.push(text))
    expect(builds).toBe(1)
    expect(steps).toEqual([`already built: ${program}`])
    expect(await readdir(join(cache, 'servers'))).toEqual(['thing'])
    expect((await readdir(dirname(program))).sort()).toEqual(['built.json', 'thing'])
  })

  test.each([
    ['another version', 'v2', async () => {}],
    ['a damaged program', 'v1', () => writeFile(program, 'half')],
    ['a program that is gone', 'v1', () => rm(program)],
    ['a damaged marker', 'v1', () => writeFile(join(dirname(program), 'built.json'), '{"identity"')],
  ])('builds again over %s', async (_, identity, damage) => {
    await buildOnce(recipe('v1'), program, silent)
    await damage()
    await buildOnce(recipe(identity), program, silent)
    expect(builds).toBe(2)
    expect(await readFile(program, 'utf8')).toBe(`program of ${identity}`)
    expect(await readdir(join(cache, 'servers'))).toEqual(['thing'])
  })

  test('keeps what is there where a build fails', async () => {
    await buildOnce(recipe('v1'), program, silent)
    const failing: Recipe = { ...recipe('v2'), build: () => Promise.reject(new Error('no compiler')) }
    await expect(buildOnce(failing, program, silent)).rejects.toThrow('no compiler')
    expect(await readFile(program, 'utf8')).toBe('program of v1')
  })

  test('of two at the same time leaves one whole build', async () => {
    await Promise.all([buildOnce(recipe('v1'), program, silent), buildOnce(recipe('v1'), program, silent)])
    await buildOnce(recipe('v1'), program, silent)
    expect(builds).toBe(2)
    expect(await readdir(join(cache, 'servers'))).toEqual(['thing'])
  })
})
