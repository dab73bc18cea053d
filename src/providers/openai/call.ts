import type { OpenAI } from 'openai'
import { ProviderError } from '../../domain/provider-error.ts'
import { type HttpFailure, httpFailureOf } from '../http/http-failure.ts'
import { type CallContext, providerErrorFrom } from '../http/provider-error-from.ts'
import { hiddenErrorOf } from './hidden-error.ts'
import { endedBy } from './runners-signal.ts'

/** What came of a call: a body, or an error with the server's answer where there was one. */
export type Answer =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly error: ProviderError; readonly failure: HttpFailure | undefined }

/** One request to the server; `path` is below the base URL, or a whole URL. */
interface ServerCall {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly body?: { readonly [option: string]: unknown }
  readonly signal: AbortSignal
  readonly stage: CallContext['stage']
}

/** Makes calls to one server for one model. @throws the signal's reason when it was aborted */
export type Caller = (call: ServerCall) => Promise<Answer>

/** What a caller adds to errors. */
export interface CallerContext extends Omit<CallContext, 'stage' | 'now'> {
  readonly now: () => number
  /** How a missing or wrong key is cured: a sentence for the person. */
  readonly keyCure: string
}

/** Binds a client and what is known about its errors into one function. */
export function createCaller(client: OpenAI, context: CallerContext): Caller {
  return async ({ method, path, body, signal, stage }) => {
    try {
      const ending = endedBy(signal)
      const answered = await client[method]<unknown>(path, body === undefined ? ending : { body, ...ending })
      const hidden = hiddenErrorOf(answered)
      if (hidden === undefined) return { ok: true, body: answered }
      return { ok: false, ...explain(hidden, { ...context, stage, now: context.now() }) }
    } catch (error) {
      // An abort is the runner's own doing: it gets its reason back, not an error of the server's.
      signal.throwIfAborted()
      return { ok: false, ...explain(error, { ...context, stage, now: context.now() }) }
    }
  }
}

function explain(error: unknown, context: CallContext & { readonly keyCure: string }) {
  const plain = providerErrorFrom(error, context)
  return {
    error: plain.kind === 'auth' ? withCure(plain, context.keyCure) : plain,
    failure: httpFailureOf(error),
  }
}

function withCure(error: ProviderError, cure: string): ProviderError {
  const { provider, model, kind, status, retryAfterMs } = error
  return new ProviderError(`${error.message}; ${cure}`, { provider, model, kind, status, retryAfterMs })
}
