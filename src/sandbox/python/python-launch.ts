import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Launch } from '../launch.ts'
import type { SandboxLimits } from '../limits.ts'
import { sandboxFiles } from '../sandbox-files.ts'
import type { PythonSetup } from './load-pyodide.ts'

/** How a Python process is started: the source beside this file, as it stands (`.ts`) or compiled (`.js`). */
export function pythonLaunch(
  role: PythonSetup['role'],
  limits: SandboxLimits,
  snapshot?: string,
): Pick<Launch, 'script' | 'setup' | 'reads'> {
  const pyodideFolder = dirname(createRequire(import.meta.url).resolve('pyodide/package.json'))
  const setup: PythonSetup = {
    role,
    pyodideFolder,
    snapshot,
    memoryBytes: limits.memoryBytes,
    outputBytes: limits.outputBytes,
  }
  const script = join(dirname(fileURLToPath(import.meta.url)), `python.child${extname(import.meta.url)}`)
  const reads = [pyodideFolder, ...sandboxFiles(), ...(snapshot === undefined ? [] : [snapshot])]
  return { script, setup, reads }
}
