import { ProviderError } from '../../domain/provider-error.ts'
import type { Speaker } from './ask.ts'
import type { ListedModel } from './model-list.ts'
import type { Api, Probe } from './probe.ts'

/**
 * What the tries of opening one model have learned so far. A fault ends a try; the next one goes on from there, so
 * that a server that fails now and then is opened all the same.
 */
export interface Opening {
  /** Set once the server has been asked, also where it has no list. */
  listed?: { readonly models: readonly ListedModel[] | undefined }
  speaker?: Speaker
  readonly probes: Map<Api, Probe>
  /** Set once the server was asked whether it tells likelihoods of given texts. */
  echoes?: boolean
  /** Unreadable answers so far, by what was asked. */
  readonly unreadable: Map<string, number>
}

/** An opening of which nothing is known yet. */
export function newOpening(): Opening {
  return { probes: new Map(), unreadable: new Map() }
}

/** So many unreadable answers say that the server does not know the question; fewer may be faults of the moment. */
const UNREADABLE_TO_BELIEVE = 3

/** Counts an unreadable answer with status 200. @throws ProviderError worth another try, as long as it may be a fault */
export function believeUnreadable(
  opening: Opening,
  asked: string,
  error: { readonly message: string; readonly provider: string; readonly model: string },
): void {
  const times = (opening.unreadable.get(asked) ?? 0) + 1
  opening.unreadable.set(asked, times)
  const { message, provider, model } = error
  if (times < UNREADABLE_TO_BELIEVE) throw new ProviderError(message, { provider, model, kind: 'malformed' })
}
