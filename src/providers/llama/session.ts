import { InputError } from '../../domain/input-error.ts'
import { SAMPLING_OPTIONS } from '../../domain/model.ts'
import type { Session } from '../../domain/provider.ts'
import { ProviderError } from '../../domain/provider-error.ts'
import { notInstalled } from './engine-build.ts'
import { EngineFailure } from './engine-failure.ts'
import type { EngineProcess } from './engine-process.ts'
import type { MemoryPlan } from './memory-plan.ts'
import type { EngineFacts, EngineSetup } from './protocol.ts'
import { startWorker, type Worker } from './worker.ts'

export interface SessionParts {
  readonly provider: string
  readonly model: string
  readonly setup: EngineSetup
  readonly memory: MemoryPlan
  /** A process that is there already, for the first place. */
  readonly first: EngineProcess
  readonly start: () => EngineProcess
}

/**
 * Opens a model in its processes. One that dies takes its own request with it, and is replaced when its worker is asked
 * again.
 *
 * @throws EngineFailure
 */
export async function openSession(parts: SessionParts, signal: AbortSignal): Promise<Session> {
  const { memory, setup, first, start } = parts
  const workers = Array.from({ length: memory.processes }, (_, place) =>
    startWorker(place === 0 ? first : start(), start, setup, signal),
  )
  const openings = await Promise.allSettled(workers.map(({ opened }) => opened))
  const failed = openings.find((opening) => opening.status === 'rejected')
  const [facts] = openings.filter((opening) => opening.status === 'fulfilled')
  if (failed === undefined && facts !== undefined) return sessionOf(workers, facts.value, parts)
  await Promise.all(workers.map((worker) => worker.end()))
  throw failed?.reason
}

function sessionOf(workers: readonly Worker[], facts: EngineFacts, parts: SessionParts): Session {
  const workerAt = (index: number): Worker => {
    const worker = workers[index % workers.length]
    if (worker === undefined) throw new RangeError(`no worker ${index}`)
    return worker
  }
  const translate = (error: unknown): never => {
    throw translated(error, parts)
  }
  return {
    capabilities: {
      raw: true,
      chat: facts.noChat === undefined,
      tokenCounts: 'exact',
      logProbabilities: 'forced',
      contextLength: facts.contextLength,
      samplingOptions: SAMPLING_OPTIONS,
    },
    reported: {
      parameters: facts.parameters,
      quantization: facts.quantization,
      contextLength: facts.trainedContext,
      family: facts.family,
    },
    concurrency: workers.length,
    prefixAffinity: true,
    placement: {
      processes: workers.length,
      threads: 1,
      contextSize: facts.contextSize,
      gpu: parts.setup.gpu === false ? undefined : parts.setup.gpu,
      neededBytes: parts.memory.neededBytes,
      freeBytes: parts.memory.freeBytes,
    },
    // One process, one sequence, one thread, cuts at fixed places. A GPU's kernels promise nothing.
    deterministic: parts.setup.gpu === false ? 'guaranteed' : 'unknown',
    complete: ({ prompt, decoding, seed }, { signal, worker }) =>
      workerAt(worker).call('complete', { prompt, decoding, seed }, signal).catch(translate),
    likelihoods: ({ prompt, continuations }, { signal, worker }) =>
      workerAt(worker).call('likelihoods', { prompt, continuations }, signal).catch(translate),
    countTokens: (prompt) => workerAt(0).call('count', prompt).catch(translate),
    renderedText: (prompt) => workerAt(0).call('render', prompt).catch(translate),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.end()))
    },
  }
}

/** A failure of an engine process as the error that the rest of the program knows. */
export function translated(
  error: unknown,
  { provider, model, setup }: { provider: string; model?: string; setup?: { readonly path: string } },
): unknown {
  if (!(error instanceof EngineFailure)) return error
  switch (error.kind) {
    case 'file':
      return new InputError({ message: error.message, file: setup?.path })
    case 'not-installed':
      return notInstalled(provider)
    case 'bug':
      return new Error(error.message, { cause: error })
    default:
      return new ProviderError(error.message, { provider, model, kind: error.kind, cause: error.cause })
  }
}
