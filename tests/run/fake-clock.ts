import { setImmediate } from 'node:timers/promises'

/** A clock that stands until everything waits, and then jumps to the next thing that happens. */
export function fakeClock() {
  let now = 0
  let order = 0
  const timers = new Set<{ at: number; order: number; fire: () => void }>()
  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const drop = () => {
        timers.delete(timer)
        reject(signal?.reason)
      }
      const fire = () => {
        signal?.removeEventListener('abort', drop)
        resolve()
      }
      const timer = { at: now + ms, order: order++, fire }
      timers.add(timer)
      signal?.addEventListener('abort', drop, { once: true })
    })
  const next = () => [...timers].toSorted((a, b) => a.at - b.at || a.order - b.order)[0]
  /** Lets time pass until the work is done. */
  const run = async <T>(work: Promise<T>): Promise<T> => {
    let done = false
    const settled = work.finally(() => {
      done = true
    })
    settled.catch(() => {})
    for (;;) {
      await setImmediate()
      if (done) return settled
      const timer = next()
      if (timer === undefined) throw new Error(`nothing left to wait for at ${now} ms`)
      timers.delete(timer)
      now = timer.at
      timer.fire()
    }
  }
  return { now: () => now, sleep, run, pending: () => timers.size }
}
