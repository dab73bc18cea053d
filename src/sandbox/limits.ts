/** What one program may take. */
export interface SandboxLimits {
  /**
   * Processor seconds of a program and its tests together. Where the system does not tell processor time, and at
   * most four times as long in any case, seconds on the clock.
   */
  readonly seconds: number
  /** Bytes of memory of the interpreter: Python's whole heap (20 MB are its own), or JavaScript's. */
  readonly memoryBytes: number
  /** Bytes that it may print. What is printed is counted and dropped. */
  readonly outputBytes: number
  /** Bytes of one call's arguments, or of its result, as text. */
  readonly valueBytes: number
  /** Bytes of its source. */
  readonly sourceBytes: number
}

export const DEFAULT_LIMITS: SandboxLimits = {
  seconds: 5,
  memoryBytes: 256 * 1024 * 1024,
  outputBytes: 64 * 1024,
  valueBytes: 4 * 1024 * 1024,
  sourceBytes: 256 * 1024,
}

/** How much longer than its processor time a program may take on the clock: the machine may be busy. */
export const CLOCK_FACTOR = 4
