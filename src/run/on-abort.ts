const waiting = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Calls when the signal aborts; returns what takes the call back. However many wait, the signal has one listener:
 * a listener a trial on a signal that outlives a million of them costs more, and leaves its neighbours in the
 * signal's list to the slow garbage collection.
 */
export function onAbort(signal: AbortSignal, call: () => void): () => void {
  const calls = waiting.get(signal) ?? listen(signal)
  calls.add(call)
  return () => calls.delete(call)
}

function listen(signal: AbortSignal): Set<() => void> {
  const calls = new Set<() => void>()
  waiting.set(signal, calls)
  signal.addEventListener('abort', () => {
    for (const call of calls) call()
  })
  return calls
}
