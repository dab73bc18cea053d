import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSandbox } from '../../src/sandbox/open-sandbox.ts'

/** Runs an endless program until it is killed; prints the folder that its processes' command lines name. */
const folder = mkdtempSync(join(tmpdir(), 'endless-'))
const sandbox = await openSandbox({
  nodePath: process.execPath,
  temporaryFolder: folder,
  pid: process.pid,
  limits: { seconds: 60 },
})
await sandbox.ready('javascript')
process.stdout.write(`${folder}\n`)
await sandbox.test({ language: 'javascript', program: 'for (;;);', tests: 'f()', entryPoint: 'f' })
