import { tmpdir } from 'node:os'
import { openSandbox } from '../../src/sandbox/open-sandbox.ts'
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts'

/** A sandbox of this test process. */
export function testSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  return openSandbox({ nodePath: process.execPath, temporaryFolder: tmpdir(), pid: process.pid, ...options })
}
