import { constants, readFileSync, writeSync } from 'node:fs'
import type { PyodideAPI } from 'pyodide'
import { bareRealm } from '../bare-realm.ts'
import { readFrame, writeFrame } from '../channel.ts'
import { tryEscapes } from '../escapes.ts'
import { FRAME } from '../frames.ts'
import { ESCAPES_IN_PYTHON } from './escapes-python.ts'
import { loadPython, type PythonSetup } from './load-pyodide.ts'

/** A Python process: one interpreter that tests, or one that is tested. Everything after its start is synchronous. */

type Text = (...args: unknown[]) => string

/** What is used of Emscripten's module: the whole memory as bytes. */
interface Memory {
  readonly HEAP8: { readonly length: number }
}

const setup = JSON.parse(process.argv[2] ?? '{}') as PythonSetup
const exit = process.exit.bind(process)

// The permission model denies it, and Pyodide's file system asks for the file constants only.
Object.defineProperty(process, 'binding', {
  configurable: true,
  value: (name: string) => (name === 'constants' ? { fs: { ...constants } } : {}),
})
const python = await loadPython(
  setup,
  setup.snapshot === undefined ? undefined : readFileSync(setup.snapshot),
)
if (setup.role === 'snapshot') {
  writeFrame(FRAME.snapshot, python.makeMemorySnapshot())
  exit(0)
}
const functions = python.pyimport('icl_sandbox') as Record<'load' | 'call' | 'forget' | 'check_program', Text>
const serve = setup.role === 'tester' ? tester(functions.check_program) : await candidate(python)
try {
  serve()
  exit(0)
} catch (error) {
  // `process` is gone by now.
  writeSync(2, String(error))
  exit(70)
}

function tester(check: Text): () => void {
  dropOutput(python, () => {})
  if (setup.bareRealm !== false) bareRealm(process)
  let gone = false
  const ask = (kind: string, body: string): string | undefined => {
    if (gone) return undefined
    writeFrame(kind, body)
    const frame = readFrame()
    gone = frame?.kind !== FRAME.answer
    return gone ? undefined : frame?.body.toString('latin1')
  }
  writeFrame(FRAME.ready, '')
  return () => {
    for (let frame = readFrame(); frame !== undefined; frame = readFrame()) {
      if (frame.kind !== FRAME.test) continue
      gone = false
      writeFrame(FRAME.verdict, check(frame.body.toString('latin1'), ask))
    }
  }
}

async function candidate(python: PyodideAPI): Promise<() => void> {
  let printed = 0
  dropOutput(python, (bytes) => {
    printed += bytes
    if (printed <= setup.outputBytes) return
    writeFrame(FRAME.output, '')
    exit(0)
  })
  writeFrame(FRAME.ready, '')
  let frame = readFrame()
  if (frame?.kind === FRAME.proof) {
    const open = await tryEscapes(JSON.parse(frame.body.toString()), process)
    if (setup.bareRealm !== false) bareRealm(process)
    // Where Node itself can get out, Python's attempts would only end the interpreter.
    const text = frame.body.toString()
    const ways = open.length > 0 ? open : JSON.parse(python.runPython(ESCAPES_IN_PYTHON)(text))
    writeFrame(FRAME.proof, JSON.stringify(ways))
    exit(0)
  }
  if (setup.bareRealm !== false) bareRealm(process)
  return () => {
    for (; frame !== undefined; frame = readFrame()) {
      const text = frame.body.toString('latin1')
      if (frame.kind === FRAME.forget) {
        functions.forget()
        printed = 0
        writeFrame(FRAME.forget, String((python as unknown as { _module: Memory })._module.HEAP8.length))
      } else if (frame.kind === FRAME.call) writeFrame(FRAME.answer, functions.call(text))
      else writeFrame(FRAME.answer, functions.load(text, frame.kind === FRAME.loadTame))
    }
  }
}

function dropOutput(python: PyodideAPI, onBytes: (bytes: number) => void): void {
  const write = (bytes: Uint8Array): number => {
    onBytes(bytes.length)
    return bytes.length
  }
  python.setStdout({ write })
  python.setStderr({ write })
}
