import type { QuickJSWASMModule } from 'quickjs-emscripten-core'

/** Names that lead out of a JavaScript interpreter where a host lends them. */
const NAMES = [
  'process',
  'require',
  'fetch',
  'std',
  'os',
  'bjson',
  'Worker',
  'WebAssembly',
  'module',
  'global',
  'Deno',
]

/** The ways out that are open from inside an interpreter: every name that a host may have lent, and an import. */
export function namesInReach(interpreter: QuickJSWASMModule): string[] {
  const vm = interpreter.newContext()
  const found = NAMES.filter(
    (name) => vm.dump(vm.unwrapResult(vm.evalCode(`typeof ${name}`))) !== 'undefined',
  )
  const imported = vm.evalCode('import * as std from "std"; globalThis.out = std', 'proof.js', {
    type: 'module',
  })
  if (imported.error === undefined && vm.dump(vm.getProp(vm.global, 'out')) !== undefined) found.push('std')
  return found.map((name) => `reach ${name} from JavaScript`)
}
