import { InputError } from '../../domain/input-error.ts'
import { SAMPLING_OPTIONS } from '../../domain/model.ts'
import type { Session } from '../../domain/provider.ts'
import { ProviderError } from '../../domain/provider-error.ts'
import { notInstalled } from './engine-build.ts'
import { EngineFailure } from './engine-failure.ts'
import type { EngineProcess } from './engine-process.ts'
import type { EngineFacts, EngineSetup } from './protocol.ts'
import { startWorker, type Worker } from './worker.ts'

export interface SessionParts {
  readonly provider: string
  readonly model: string
  readonly setup: EngineSetup
  readonly processes: number
  readonly start: () => EngineProcess
}

/**
 * Opens a model in so many processes. One that dies takes its own request with it, and is replaced when its worker is
 * asked again.
 *
 * @throws InputError for weights that cannot be used, ProviderError for an engine that dies
 */
export async function openSession(
  parts: SessionParts,
  signal: AbortSignal,
): Promise<{ session: Session; facts: EngineFacts }> {
  const workers = Array.from({ length: parts.processes }, () => startWorker(parts.start, parts.setup, signal))
  const openings = await Promise.allSettled(workers.map(({ opened }) => opened))
  const failed = openings.find((opening) => opening.status === 'rejected')
  const [first] = openings.filter((opening) => opening.status === 'fulfilled')
  if (failed !== undefined || first === undefined) {
    await Promise.all(workers.map((worker) => worker.end()))
    throw translated(failed?.reason, parts)
  }
  return { session: sessionOf(workers, first.value, parts), facts: first.value }
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
    // One process, one sequence, one thread, cuts at fixed places. A GPU's kernels promise nothing.
    deterministic: parts.setup.gpu ? 'unknown' : 'guaranteed',
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
function translated(error: unknown, { provider, model, setup }: SessionParts): unknown {
  if (!(error instanceof EngineFailure)) return error
  switch (error.kind) {
    case 'file':
      return new InputError({ message: error.message, file: setup.path })
    case 'not-installed':
      return notInstalled(provider)
    case 'bug':
      return new Error(error.message, { cause: error })
    default:
      return new ProviderError(error.message, { provider, model, kind: error.kind, cause: error.cause })
  }
}
