import type { ProviderError } from '../domain/provider-error.ts'
import type { AttemptEnd } from './attempt.ts'

/** One attempt on its way to a provider. */
export interface Sending<T> {
  /** Makes the call; `onLate` gives its place to others while it goes on. */
  readonly attempt: (onLate: () => void) => Promise<AttemptEnd<T>>
  /** Why the call is no longer wanted, if it is not: asked when its turn comes. */
  readonly cancelledBy?: (() => ProviderError | undefined) | undefined
  /** An estimate of the tokens of prompt and answer. */
  readonly estimateTokens?: (() => number) | undefined
  /** Tokens that an answer really used, where it is known. */
  readonly usedTokens?: ((value: T) => number | undefined) | undefined
}

/** What came of a sending. */
export type Sent<T> =
  | (AttemptEnd<T> & {
      /** False when the failure is the server's absence, which costs no trial a try. */
      readonly counts: boolean
    })
  | { readonly state: 'cancelled'; readonly error: ProviderError }

/** The run is being stopped: this trial is not sent (again), and stays open. */
export class Drained extends Error {
  override readonly name = 'Drained'
}
