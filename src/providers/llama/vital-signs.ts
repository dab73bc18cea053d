/** When a process counts as hung. */
export interface Patience {
  /** Time between two questions whether it is there, in milliseconds. */
  readonly pingMs: number
  /** Questions in a row without any word from it. */
  readonly unanswered: number
  /** Time for a step of its work, in milliseconds. */
  readonly stepMs: number
  /** Time to leave off work that is no longer wanted, in milliseconds. */
  readonly leaveOffMs: number
}

/** Half a minute without a word; a step of work may take as long as `stepMs`. */
export const PATIENCE: Patience = { pingMs: 5000, unanswered: 6, stepMs: 10 * 60_000, leaveOffMs: 60_000 }

/** A slow machine takes so long for a batch of tokens, in milliseconds a byte of weights: 20 times the time measured. */
const SLOWEST_STEP_MS_PER_BYTE = 5e-4

/** Patience with a model of so many bytes: a large one takes minutes for a batch of tokens on a slow machine. */
export function patienceWith(weightsBytes: number): Patience {
  return { ...PATIENCE, stepMs: Math.max(60_000, weightsBytes * SLOWEST_STEP_MS_PER_BYTE) }
}

/** Watches over a process while it has work. Its words are told; it says when the process counts as hung. */
export interface VitalSigns {
  /** It was given work, or wanted to leave some off. */
  busy(): void
  /** It has no work left. */
  idle(): void
  /** A word came from it: its steps of work so far, or an answer. */
  heard(steps?: number): void
}

/**
 * A process that says nothing is stopped or starved; one that talks and makes no step is stuck in native code, which
 * runs on a thread of its own.
 *
 * @param startTimer repeats; returns what stops it
 */
export function vitalSigns(
  { pingMs, unanswered, stepMs }: Patience,
  ping: () => void,
  hung: (how: string) => void,
  startTimer: (run: () => void, ms: number) => () => void,
): VitalSigns {
  let stop: (() => void) | undefined
  let silent = 0
  let steps: number | undefined
  let ticksOfStep = 0
  /** Counted in our own waking time: a machine that slept is no sign of anything. */
  const lost = (): string | undefined => {
    if (silent >= unanswered) return `no sign of life for ${seconds(silent * pingMs)}`
    if (ticksOfStep * pingMs >= stepMs) return `no step of its work in ${seconds(ticksOfStep * pingMs)}`
    return undefined
  }
  const tick = (): void => {
    const how = lost()
    if (how !== undefined) {
      hung(how)
      return
    }
    silent++
    ticksOfStep++
    ping()
  }
  const begin = (): void => {
    silent = 0
    ticksOfStep = 0
  }
  return {
    busy: () => {
      if (stop !== undefined) return
      begin()
      stop = startTimer(tick, pingMs)
    },
    idle: () => {
      stop?.()
      stop = undefined
    },
    heard: (told) => {
      silent = 0
      if (told === undefined || told !== steps) ticksOfStep = 0
      steps = told ?? steps
    },
  }
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toPrecision(2))} s`
}
