/** How long one attempt may take. */
export interface AttemptLimits {
  /** After this an attempt counts as lost. */
  readonly timeoutMs: number
  /** After this it is so late that it gives its place to others while it goes on; undefined until that can be told. */
  readonly lateMs: number | undefined
}

/** A model's own latency, learned from its answers. */
export interface Latencies {
  answered(latencyMs: number): void
  limits(): AttemptLimits
}

/** An answer that takes so many times what 99 % of them take is not slow but lost. */
const TIMES_P99 = 4
const SHORTEST_LATE_MS = 5000
const ANSWERS_BEFORE_LATE = 20
/** Sorting answers into classes costs nothing; reading them is done once in so many. */
const ANSWERS_BETWEEN_READINGS = 32

/** Classes a factor of 2^(1/4) apart, from 1 ms to 12 days: 19 % is exact enough for a time-out. */
const CLASSES_PER_DOUBLING = 4
const CLASSES = 30 * CLASSES_PER_DOUBLING

/**
 * Time-outs that follow a model: `leastMs`, or four times its 99th percentile of latency where that is more. In whole
 * seconds, so that timers of equal length share a list.
 */
export function createLatencies(leastMs: number): Latencies {
  const counts = new Uint32Array(CLASSES)
  let answers = 0
  let limits: AttemptLimits = { timeoutMs: leastMs, lateMs: undefined }
  return {
    limits: () => limits,
    answered: (latencyMs) => {
      const place = Math.ceil(Math.log2(Math.max(1, latencyMs)) * CLASSES_PER_DOUBLING)
      const known = Math.min(CLASSES - 1, place)
      counts[known] = (counts[known] ?? 0) + 1
      answers++
      // The first answers of a slow model count at once: its next ones must not be cut off.
      const early = answers < ANSWERS_BETWEEN_READINGS
      if (!early && answers % ANSWERS_BETWEEN_READINGS !== 0) return
      limits = limitsOf(percentile99(counts, answers), answers, leastMs)
    },
  }
}

function limitsOf(p99Ms: number, answers: number, leastMs: number): AttemptLimits {
  const longMs = Math.ceil((TIMES_P99 * p99Ms) / 1000) * 1000
  const timeoutMs = Math.max(leastMs, longMs)
  const lateMs = Math.max(SHORTEST_LATE_MS, longMs)
  return { timeoutMs, lateMs: answers >= ANSWERS_BEFORE_LATE && lateMs < timeoutMs ? lateMs : undefined }
}

/** The upper bound of the class in which the 99th percentile lies, in milliseconds. */
function percentile99(counts: Uint32Array, answers: number): number {
  let above = answers - Math.ceil(0.99 * answers)
  for (let place = CLASSES - 1; place > 0; place--) {
    above -= counts[place] ?? 0
    if (above < 0) return 2 ** (place / CLASSES_PER_DOUBLING)
  }
  return 1
}
