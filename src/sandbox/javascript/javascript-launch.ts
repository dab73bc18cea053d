import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Launch } from '../launch.ts'
import type { SandboxLimits } from '../limits.ts'
import { sandboxFiles } from '../sandbox-files.ts'
import type { JavascriptSetup } from './javascript.child.ts'

/** The package with the interpreter, and what it imports. */
const WASM_PACKAGE = '@jitl/quickjs-wasmfile-release-sync'
const PACKAGES = [WASM_PACKAGE, 'quickjs-emscripten-core', '@jitl/quickjs-ffi-types']

/** Bytes of an interpreter's stack, by whether V8 has the large one of `launchCommand` or its own choice. */
const DEEP_STACK_BYTES = 1024 * 1024
const STACK_BYTES = 128 * 1024

/** How a JavaScript process is started: the source beside this file, as it stands (`.ts`) or compiled (`.js`). */
export function javascriptLaunch(
  limits: SandboxLimits,
  deepStack: boolean,
): Pick<Launch, 'script' | 'setup' | 'reads'> {
  const require = createRequire(import.meta.url)
  const setup: JavascriptSetup = {
    wasm: require.resolve(`${WASM_PACKAGE}/wasm`),
    memoryBytes: limits.memoryBytes,
    outputBytes: limits.outputBytes,
    stackBytes: deepStack ? DEEP_STACK_BYTES : STACK_BYTES,
  }
  const script = join(dirname(fileURLToPath(import.meta.url)), `javascript.child${extname(import.meta.url)}`)
  const folders = PACKAGES.map((name) => packageFolder(require.resolve(name), name))
  return { script, setup, reads: [...sandboxFiles(), ...folders] }
}

function packageFolder(entry: string, name: string): string {
  const end = entry.lastIndexOf(join('node_modules', name)) + join('node_modules', name).length
  return entry.slice(0, end)
}
