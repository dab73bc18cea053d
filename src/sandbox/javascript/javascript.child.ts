import { readFileSync, writeSync } from 'node:fs'
import variant from '@jitl/quickjs-wasmfile-release-sync'
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSSyncVariant } from 'quickjs-emscripten-core'
import { bareRealm } from '../bare-realm.ts'
import { readFrame, writeFrame } from '../channel.ts'
import { tryEscapes } from '../escapes.ts'
import { FRAME } from '../frames.ts'
import type { Job } from '../lane.ts'
import { webAssembly } from '../web-assembly.ts'
import { checkProgram } from './check-program.ts'
import { namesInReach } from './names-in-reach.ts'

/** What a JavaScript process is told at its start. */
export interface JavascriptSetup {
  /** The file of the interpreter. */
  readonly wasm: string
  readonly memoryBytes: number
  readonly outputBytes: number
  readonly stackBytes: number
  readonly bareRealm?: boolean
}

/** A JavaScript process: two interpreters for each program, one that tests and one that is tested. */

const setup = JSON.parse(process.argv[2] ?? '{}') as JavascriptSetup
const exit = process.exit.bind(process)
const wasmModule = await webAssembly.compile(readFileSync(setup.wasm))
// The package's types stand for its CommonJS side, where the default export is one level down.
const quickjs = variant as unknown as QuickJSSyncVariant
const newInterpreter = () =>
  newQuickJSWASMModuleFromVariant(newVariant(quickjs, { wasmModule }) as QuickJSSyncVariant)
await newInterpreter()
writeFrame(FRAME.ready, '')

let frame = readFrame()
if (frame?.kind === FRAME.proof) {
  const open = await tryEscapes(JSON.parse(frame.body.toString()), process)
  if (setup.bareRealm !== false) bareRealm(process)
  writeFrame(FRAME.proof, JSON.stringify([...open, ...namesInReach(await newInterpreter())]))
  exit(0)
}
if (setup.bareRealm !== false) bareRealm(process)
try {
  for (; frame !== undefined; frame = readFrame()) {
    const job = JSON.parse(frame.body.toString()) as Job
    writeFrame(FRAME.verdict, JSON.stringify(await checkProgram(job, newInterpreter, setup)))
  }
  exit(0)
} catch (error) {
  // `process` is gone by now.
  writeSync(2, String(error))
  exit(70)
}
