import { mkdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CodeLanguage, CodeTest, CodeVerdict } from '../domain/code-runner.ts'
import { InputError } from '../domain/input-error.ts'
import { type InterpreterProcess, startProcess } from './interpreter-process.ts'
import { openJavascriptLane } from './javascript/javascript-lane.ts'
import { javascriptLaunch } from './javascript/javascript-launch.ts'
import type { Job, Lane, TesterVerdict } from './lane.ts'
import { type Launch, launchCommand } from './launch.ts'
import { layersOf } from './layers.ts'
import { DEFAULT_LIMITS, type SandboxLimits } from './limits.ts'
import { probeMachine } from './probe-machine.ts'
import { prove } from './prove.ts'
import { makeSnapshot } from './python/make-snapshot.ts'
import { openPythonLane } from './python/python-lane.ts'
import { pythonLaunch } from './python/python-launch.ts'
import type { LayerName, Sandbox, SandboxOptions } from './sandbox.ts'

/** Starts a process of the sandbox: everything about it but the layers around it. */
type Start = (
  launch: Pick<Launch, 'script' | 'setup' | 'reads'>,
  maxFrameBytes?: number,
) => InterpreterProcess

/** Bytes of a frame that is no value: a verdict, say. */
const FRAME_BYTES = 1_000_000

/** Bytes that a started Python's memory may have. */
const SNAPSHOT_BYTES = 100_000_000

/**
 * Opens a sandbox: finds the layers that this machine has. Interpreters start with the first program of their
 * language, after one of them has tried every way out and found none.
 */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const limits: SandboxLimits = { ...DEFAULT_LIMITS, ...options.limits }
  const without: ReadonlySet<LayerName> = new Set(options.without)
  const folder = await mkdtemp(join(options.temporaryFolder, 'icl-sandbox-'))
  const rootFolder = join(folder, 'root')
  const workFolder = join(folder, 'work')
  for (const made of [rootFolder, workFolder]) mkdirSync(made)
  const wrapping = await probeMachine(options.nodePath, rootFolder, without)
  const pools = new Map<CodeLanguage, Promise<Pool>>()
  let closed = false

  const start: Start = ({ script, setup, reads }, maxFrameBytes = limits.valueBytes + FRAME_BYTES) =>
    startProcess(
      launchCommand(wrapping, {
        nodePath: options.nodePath,
        script,
        setup: { ...setup, bareRealm: !without.has('bare-realm') },
        reads,
        rootFolder,
        memoryBytes: limits.memoryBytes,
      }),
      wrapping.privateRoot ? '/' : workFolder,
      without.has('empty-environment') ? { SANDBOX: 'not empty' } : {},
      maxFrameBytes,
    )

  return {
    layers: layersOf(wrapping, without),
    async ready(language) {
      await poolOf(language)
    },
    async test(asked, signal) {
      const tooLong = Buffer.byteLength(asked.program) > limits.sourceBytes
      if (tooLong) return { state: 'error', detail: 'the program is too long' }
      const pool = await poolOf(asked.language)
      return codeVerdict(asked, await pool.test(jobOf(asked), signal))
    },
    async close() {
      closed = true
      const opened = await Promise.allSettled(pools.values())
      await Promise.all(opened.map((pool) => (pool.status === 'fulfilled' ? pool.value.close() : undefined)))
      await rm(folder, { recursive: true, force: true })
    },
  }

  function poolOf(language: CodeLanguage): Promise<Pool> {
    if (closed) throw new Error('a call of a sandbox that is closed')
    const known = pools.get(language)
    if (known !== undefined) return known
    const opened = language === 'python' ? openPython() : openJavascript()
    pools.set(language, opened)
    return opened
  }

  async function openPython(): Promise<Pool> {
    const snapshot = join(folder, 'python-snapshot')
    await writeFile(snapshot, await makeSnapshot(start(pythonLaunch('snapshot', limits), SNAPSHOT_BYTES)), {
      mode: 0o600,
    })
    const lanes = makeLanes(() =>
      openPythonLane((role) => start(pythonLaunch(role, limits, snapshot)), limits),
    )
    return proven(start(pythonLaunch('candidate', limits, snapshot)), lanes)
  }

  async function openJavascript(): Promise<Pool> {
    const launch = javascriptLaunch(limits, wrapping.prlimit !== undefined)
    const lanes = makeLanes(() => openJavascriptLane(() => start(launch), limits))
    return proven(start(launch), lanes)
  }

  function makeLanes(open: () => Lane): Lane[] {
    return Array.from({ length: options.lanes ?? 1 }, open)
  }

  async function proven(process: InterpreterProcess, lanes: readonly Lane[]): Promise<Pool> {
    const pool = poolOfLanes(lanes)
    try {
      await prove(process, folder, options.pid)
      return pool
    } catch (error) {
      await pool.close()
      throw error
    }
  }
}

/** Lanes of one language; a program takes the one with the fewest before it. */
type Pool = Lane

function poolOfLanes(lanes: readonly Lane[]): Pool {
  const queued = lanes.map(() => 0)
  return {
    async test(job, signal) {
      const place = queued.indexOf(Math.min(...queued))
      const lane = lanes[place]
      if (lane === undefined) throw new Error('a sandbox without lanes')
      queued[place] = (queued[place] ?? 0) + 1
      try {
        return await lane.test(job, signal)
      } finally {
        queued[place] = (queued[place] ?? 1) - 1
      }
    },
    async close() {
      await Promise.all(lanes.map((lane) => lane.close()))
    },
  }
}

function jobOf({ program, helpers = '', tests, entryPoint }: CodeTest): Job {
  return { program, helpers, tests, entry: entryPoint }
}

function codeVerdict(asked: CodeTest, { state, detail }: TesterVerdict): CodeVerdict {
  if (state === 'faulty')
    throw new InputError(`the tests of ${asked.entryPoint} cannot run: ${detail ?? 'no reason given'}`)
  return { state, ...(detail === null ? {} : { detail }) }
}
