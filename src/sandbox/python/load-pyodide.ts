import { pathToFileURL } from 'node:url'
import type { PyodideAPI } from 'pyodide'
import { type MemoryDescriptor, webAssembly } from '../web-assembly.ts'
import { CANDIDATE } from './candidate-python.ts'
import { PLAIN_DATA } from './plain-data.ts'
import { TAME } from './tame.ts'
import { TESTER } from './tester-python.ts'

/** What a Python process is told at its start. */
export interface PythonSetup {
  readonly role: 'snapshot' | 'tester' | 'candidate'
  /** The folder of the pyodide package. */
  readonly pyodideFolder: string
  /** A file with the memory of a started Python; absent for the process that makes it. */
  readonly snapshot?: string | undefined
  readonly memoryBytes: number
  readonly outputBytes: number
  readonly bareRealm?: boolean
}

const PAGE_BYTES = 65_536

/** A Python whose modules are loaded: from a snapshot in a fifth of a second, else in one and a half. */
export async function loadPython(setup: PythonSetup, snapshot?: Uint8Array): Promise<PyodideAPI> {
  capMemory(setup.memoryBytes)
  const { loadPyodide } = (await import(pathToFileURL(`${setup.pyodideFolder}/pyodide.mjs`).href)) as {
    loadPyodide: typeof import('pyodide').loadPyodide
  }
  const python = await loadPyodide({
    indexURL: `${setup.pyodideFolder}/`,
    env: { HOME: '/home', PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1' },
    ...(snapshot === undefined ? { _makeSnapshot: setup.role === 'snapshot' } : { _loadSnapshot: snapshot }),
  })
  python.setStdin({ error: true })
  if (snapshot === undefined) python.runPython(inOwnModule([PLAIN_DATA, TAME, CANDIDATE, TESTER].join('\n')))
  return python
}

/** The Python source that puts ours into a module of its own, and everything so far where no collection looks. */
function inOwnModule(source: string): string {
  return `
import gc, sys, types
_module = types.ModuleType('icl_sandbox')
sys.modules['icl_sandbox'] = _module
exec(compile(${JSON.stringify(source)}, '<sandbox>', 'exec'), _module.__dict__)
del _module
gc.collect()
gc.freeze()
`
}

/** No WebAssembly memory of this process grows past a limit: an allocation then fails, which Python can tell. */
function capMemory(bytes: number): void {
  const { Memory } = webAssembly
  const maximum = Math.ceil(bytes / PAGE_BYTES)
  webAssembly.Memory = class extends Memory {
    constructor(wanted: MemoryDescriptor) {
      super({ ...wanted, maximum: Math.min(wanted.maximum ?? maximum, maximum) })
    }
  }
}
