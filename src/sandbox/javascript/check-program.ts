import type { QuickJSContext, QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten-core'
import type { Job, TesterVerdict } from '../lane.ts'
import { CANDIDATE } from './candidate-javascript.ts'
import { TESTER } from './tester-javascript.ts'

/** What a program may take. */
interface Allowance {
  readonly memoryBytes: number
  readonly outputBytes: number
  /** Bytes of an interpreter's stack: a twentieth of what V8 has for it. */
  readonly stackBytes: number
}

/** What ends a test from outside the tests. */
class Over extends Error {
  readonly verdict: TesterVerdict

  constructor(state: TesterVerdict['state'], detail: string | null) {
    super(state)
    this.verdict = { state, detail }
  }
}

/**
 * Runs a program in one interpreter and its tests in another. Each has a WebAssembly memory of its own, made for this
 * program and dropped after it; between them go texts.
 */
export async function checkProgram(
  job: Job,
  newInterpreter: () => Promise<QuickJSWASMModule>,
  allowance: Allowance,
): Promise<TesterVerdict> {
  const candidate = context(await newInterpreter(), allowance)
  const tester = context(await newInterpreter(), allowance)
  try {
    return runTests(job, tester, loadProgram(job, candidate, allowance))
  } catch (error) {
    if (error instanceof Over) return error.verdict
    throw error
  }
}

function context(module: QuickJSWASMModule, { memoryBytes, stackBytes }: Allowance): QuickJSContext {
  const runtime = module.newRuntime({ memoryLimitBytes: memoryBytes, maxStackSizeBytes: stackBytes })
  return runtime.newContext()
}

/** Loads the program; returns how its entry point is called, in texts. */
function loadProgram(job: Job, vm: QuickJSContext, allowance: Allowance): (text: string) => string {
  const prelude = vm.unwrapResult(vm.evalCode(CANDIDATE, 'candidate.js'))
  const face = vm.unwrapResult(vm.callFunction(prelude, vm.undefined, vm.newNumber(allowance.outputBytes)))
  const describe = vm.getProp(face, 'describe')
  const call = vm.getProp(face, 'call')
  const printedTooMuch = vm.getProp(face, 'printedTooMuch')

  const loaded = vm.evalCode(job.program, 'program.js')
  checkOutput()
  if (loaded.error) throw lost(loaded.error)
  const entry = vm.evalCode(job.entry, 'entry.js')
  if (entry.error) throw new Over('error', `the program defines no ${job.entry}`)
  const entryPoint = entry.value
  return (text) => {
    const answer = vm.callFunction(call, vm.undefined, entryPoint, vm.newString(text))
    checkOutput()
    if (answer.error) throw lost(answer.error)
    return answer.value.consume((value) => vm.getString(value))
  }

  function checkOutput(): void {
    const answer = vm.callFunction(printedTooMuch, vm.undefined)
    if (answer.error) throw lost(answer.error)
    if (vm.dump(answer.value) === true) throw new Over('output', null)
  }

  function lost(error: QuickJSHandle): Over {
    const answer = vm.callFunction(describe, vm.undefined, error)
    if (answer.error) return new Over('memory', null)
    const { raised, as: name, message } = JSON.parse(vm.getString(answer.value)) as Record<string, unknown>
    if (message === 'out of memory') return new Over('memory', null)
    const what = raised === undefined ? 'a value' : `${String(name)}: ${String(message)}`
    return new Over('error', `the program threw ${what.replace(/\s+/g, ' ').slice(0, 300)}`)
  }
}

/** Runs helpers and tests; `ask` calls the program. */
function runTests(job: Job, vm: QuickJSContext, ask: (text: string) => string): TesterVerdict {
  let over: Over | undefined
  const hostAsk = vm.newFunction('ask', (text) => {
    if (over !== undefined) throw over
    try {
      return vm.newString(ask(vm.getString(text)))
    } catch (error) {
      over = error instanceof Over ? error : new Over('crashed', 'the interpreter failed')
      throw over
    }
  })
  const prelude = vm.unwrapResult(vm.evalCode(TESTER, 'tester.js'))
  const face = vm.unwrapResult(vm.callFunction(prelude, vm.undefined, vm.newString(job.entry), hostAsk))
  const entryPoint = vm.getProp(face, 'entryPoint')

  const helpers = vm.evalCode(job.helpers, 'helpers.js')
  if (helpers.error) return { state: 'faulty', detail: `the helpers threw ${described(vm, helpers.error)}` }
  vm.setProp(vm.global, job.entry, entryPoint)
  vm.setProp(vm.global, 'candidate', entryPoint)
  const tests = vm.evalCode(withCheck(job.tests), 'tests.js')
  if (over !== undefined) return over.verdict
  if (!tests.error) return { state: 'passed', detail: null }
  const verdict = vm.unwrapResult(vm.callFunction(vm.getProp(face, 'verdict'), vm.undefined, tests.error))
  return JSON.parse(vm.getString(verdict)) as TesterVerdict
}

/** Tests that are a function `check(candidate)` are called. */
function withCheck(tests: string): string {
  return /\bfunction\s+check\s*\(|\bcheck\s*=/.test(tests) ? `${tests}\n;check(candidate)` : tests
}

function described(vm: QuickJSContext, error: QuickJSHandle): string {
  const facts = vm.dump(error) as unknown
  return typeof facts === 'object' && facts !== null && 'message' in facts
    ? String(facts.message)
    : String(facts)
}
