import { readdirSync, readFileSync } from 'node:fs'
import { freemem } from 'node:os'
import type { Model } from '../../../src/domain/model.ts'
import type { Prompt } from '../../../src/domain/prompt.ts'
import type { Completion, Provider, Session } from '../../../src/domain/provider.ts'
import type { Decoding } from '../../../src/domain/task.ts'
import { createLlamaProvider, type LlamaProviderOptions } from '../../../src/providers/llama/provider.ts'
import { pathOf, type WEIGHTS_SHA256 } from '../../real-parts.ts'

export type RealModel = keyof typeof WEIGHTS_SHA256

const GREEDY: Decoding = { maxTokens: 8, temperature: 0, stop: ['\n'] }

/** A provider whose every model has the weights at `path`. */
export function providerOf(
  path: string,
  processes: number | 'auto' = 1,
  also: Partial<LlamaProviderOptions> = {},
): Provider {
  return createLlamaProvider({
    name: 'local',
    processes,
    gpu: false,
    pathOf: async () => ({ path, sha256: 'ab' }),
    cores: 2,
    freeMemoryBytes: freemem,
    env: process.env,
    ...also,
  })
}

export function modelOf(name: string, stated: Partial<Model> = {}): Model {
  return { name, provider: 'local', servedAs: name, family: 'test', ...stated }
}

export function openReal(
  name: RealModel,
  { processes = 1, contextNeeded = 512, stated = {}, notice = () => {}, start }: OpenRealOptions = {},
): Promise<Session> {
  const signal = new AbortController().signal
  return providerOf(pathOf(name), processes, { start }).open(modelOf(name, stated), {
    signal,
    contextNeeded,
    notice,
  })
}

interface OpenRealOptions {
  readonly processes?: number
  readonly contextNeeded?: number
  readonly stated?: Partial<Model>
  readonly notice?: (line: string) => void
  readonly start?: LlamaProviderOptions['start']
}

export function ask(
  session: Session,
  prompt: Prompt,
  decoding: Partial<Decoding> = {},
  { worker = 0, seed, signal = new AbortController().signal }: AskOptions = {},
): Promise<Completion> {
  const trial = { key: '', task: '', item: '', shots: 0, target: '' }
  return session.complete({ prompt, decoding: { ...GREEDY, ...decoding }, seed, trial }, { signal, worker })
}

interface AskOptions {
  readonly worker?: number
  readonly seed?: number
  readonly signal?: AbortSignal
}

export function raw(text: string, ...cuts: number[]): Prompt {
  return { rendering: 'raw', text, cuts }
}

/** Numbers of the running child processes of a process (Linux). */
export function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      const [, state, ppid] = statOf(pid)
      return Number(ppid) === parent && state !== 'Z'
    })
    .map(Number)
}

/** Name, state and parent of a process; nothing once it is gone. */
function statOf(pid: string): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state = '', ppid = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return [pid, state, ppid]
  } catch {
    return []
  }
}

/** Memory that a process holds, in bytes (Linux). */
export function residentBytes(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
