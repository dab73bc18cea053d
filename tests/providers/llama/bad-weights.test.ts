import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { InputError } from '../../../src/domain/input-error.ts'
import { describeWith, pathOf } from '../../real-parts.ts'
import { modelOf, providerOf } from './real-engine.ts'

const folder = mkdtempSync(join(tmpdir(), 'icl-bad-weights-'))
afterAll(() => rmSync(folder, { recursive: true }))

describeWith(['smollm2-135m-instruct'], 'weights that cannot be used', () => {
  const good = (): Buffer => readFileSync(pathOf('smollm2-135m-instruct'))
  test.each<[string, () => Buffer, RegExp]>([
    ['empty', () => Buffer.alloc(0), /not a readable GGUF file/],
    ['text', () => Buffer.from('<!doctype html><p>Not found'), /not a readable GGUF file: .*magic/],
    ['cut off in its header', () => good().subarray(0, 1000), /not a readable GGUF file|cannot load/],
    ['cut off in its tensors', () => good().subarray(0, 60_000_000), /llama\.cpp cannot load the model/],
  ])('%s: one line with the file', async (name, content, message) => {
    const path = join(folder, `${name}.gguf`)
    writeFileSync(path, content())
    const error: unknown = await providerOf(path)
      .open(modelOf('m'), { signal: new AbortController().signal, contextNeeded: 512, notice: () => {} })
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(InputError)
    expect(String((error as InputError).message)).toMatch(message)
    expect((error as InputError).message).toContain(path)
    expect((error as InputError).message).not.toContain('\n')
  })
})
