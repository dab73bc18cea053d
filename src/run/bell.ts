/** Wakes all who wait for something to change. */
export interface Bell {
  /** Resolves when the bell is rung, or after so many milliseconds (Infinity: only when rung). */
  wait(ms: number): Promise<void>
  ring(): void
}

export interface BellDeps {
  /** Monotonic milliseconds. */
  readonly now: () => number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

/** One timer serves all who wait, however many; none is left behind when the bell is rung before. */
export function createBell({ now, sleep }: BellDeps): Bell {
  let round: Round | undefined
  const ring = (): void => {
    const rung = round
    round = undefined
    rung?.timer.abort()
    rung?.resolve()
  }
  return {
    wait: (ms) => {
      round ??= { ...Promise.withResolvers<void>(), timer: new AbortController(), ringsAt: Infinity }
      const waiting = round
      if (now() + ms < waiting.ringsAt) {
        waiting.ringsAt = now() + ms
        sleep(Math.ceil(ms), waiting.timer.signal).then(
          () => waiting === round && ring(),
          () => {},
        )
      }
      return waiting.promise
    },
    ring,
  }
}

interface Round {
  readonly promise: Promise<void>
  readonly resolve: () => void
  /** Ends the sleeps that would ring. */
  readonly timer: AbortController
  ringsAt: number
}
