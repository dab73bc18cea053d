import { describe, expect, test } from 'vitest'
import type { CodeLanguage } from '../../src/domain/code-runner.ts'
import type { LayerName } from '../../src/sandbox/sandbox.ts'
import { testSandbox } from './fixtures.ts'

/** What the proof finds when layers are missing: each layer's absence is seen where no other covers it. */
const OPEN: readonly [without: readonly LayerName[], language: CodeLanguage, message: RegExp][] = [
  [['empty-environment', 'private-root'], 'javascript', /could read the environment;/],
  [['node-permissions'], 'javascript', /could start a process;/],
  [
    ['node-permissions', 'private-root', 'resource-limits'],
    'javascript',
    /read a file, list a folder, write a file, write in its own folder, write a database file, start a process/,
  ],
  [['node-permissions', 'namespaces'], 'javascript', /open a connection.*closed by Node 25/],
  [['node-permissions', 'private-root'], 'python', /read a file, list a folder, .*start a process/],
]

describe('a sandbox that does not hold runs nothing and says why', () => {
  test.each(OPEN)('without %s, %s', { timeout: 60_000 }, async (without, language, message) => {
    const sandbox = await testSandbox({ without })
    try {
      await expect(sandbox.ready(language)).rejects.toThrow(message)
      const asked = { language, program: '', tests: '', entryPoint: 'f' }
      await expect(sandbox.test(asked)).rejects.toThrow('No code is run')
    } finally {
      await sandbox.close()
    }
  })
})

test('Node’s permissions and the bare realm hold by themselves', async () => {
  const without: LayerName[] = ['namespaces', 'private-root', 'resource-limits', 'no-privileges']
  const sandbox = await testSandbox({ without })
  await sandbox.ready('javascript')
  expect(sandbox.layers.filter(({ active }) => !active).map(({ name }) => name)).toEqual(without)
  await sandbox.close()
})
