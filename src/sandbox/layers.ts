import type { Wrapping } from './launch.ts'
import { LAYERS, type Layer, type LayerName } from './sandbox.ts'

/** The layers of a sandbox on this machine, from the outermost inwards, with the missing ones named. */
export function layersOf(wrapping: Wrapping, without: ReadonlySet<LayerName>): Layer[] {
  const found = details(wrapping)
  return LAYERS.map((name) => {
    const [active, detail] = found[name]
    if (without.has(name)) return { name, active: false, detail: 'switched off' }
    return { name, active, detail }
  })
}

function details({ setpriv, prlimit, unshare, privateRoot, nodeOptions }: Wrapping): {
  [N in LayerName]: readonly [active: boolean, detail: string]
} {
  return {
    namespaces:
      unshare === undefined
        ? [false, 'this system lets no user make namespaces (unshare)']
        : [true, `own ${unshare.namespaces.join(', ')}`],
    'private-root': privateRoot
      ? [true, 'sees system libraries, Node and the interpreter, all read-only, and no other file']
      : [false, 'no file system of its own can be put together here'],
    'resource-limits':
      prlimit === undefined
        ? [false, 'prlimit is not here']
        : [true, 'memory, processor time, open files, no file may grow, no core'],
    'no-privileges':
      setpriv === undefined
        ? [false, 'setpriv is not here']
        : [true, 'no capabilities, none to be gained, ends with its parent'],
    'node-permissions': nodeOptions.includes('--permission')
      ? [true, nodeOptions.join(' ')]
      : [false, 'this Node has no permission model'],
    'empty-environment': [true, 'no variables, an empty working folder'],
    'bare-realm': [true, 'no Node functions within reach of JavaScript'],
    interpreter: [
      true,
      'Python in WebAssembly (Pyodide), JavaScript in WebAssembly (QuickJS), memory capped',
    ],
  }
}
