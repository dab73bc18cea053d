/** Under which a call's options carry the runner's signal past the client. */
const RUNNERS_SIGNAL = Symbol('signal')

/**
 * The client's options for a call that ends when the signal aborts. Given its own `signal` option the client makes
 * composed signals and listeners for each call, at the cost of a tenth of the call; this signal goes to `fetch` as it
 * is. After an abort the call fails with some error: the caller asks the signal first.
 */
export function endedBy(signal: AbortSignal): { readonly fetchOptions: object } {
  return { fetchOptions: { [RUNNERS_SIGNAL]: signal } }
}

/** The fetch of a client whose calls are `endedBy` a signal. */
export function withRunnersSignal(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init: (RequestInit & { [RUNNERS_SIGNAL]?: AbortSignal }) | undefined) =>
    fetch(input, { ...init, signal: init?.[RUNNERS_SIGNAL] ?? init?.signal ?? null })
}
