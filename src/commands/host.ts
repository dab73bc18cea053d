/** What commands know of the machine and the person in front of it; made in cli.ts, and by tests. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>
  /** A line for the person's result: standard output. */
  readonly out: (line: string) => void
  /** Text for standard output exactly as it is, without a line end of ours. */
  readonly write: (text: string) => void
  /** A line about what is going on: standard error. */
  readonly note: (line: string) => void
  /** Redraws lines that change while something goes on; undefined where the output is not a terminal. */
  readonly redraw: ((lines: string) => void) | undefined
  /** Ends the redrawn lines, leaving them as they stand. */
  readonly redrawDone: () => void
  /** Takes the redrawn lines away. */
  readonly redrawClear?: (() => void) | undefined
  /** Characters a line may have. */
  readonly width: number
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds from a clock that never jumps. */
  readonly monotonic: () => number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** A timer on the clock of `monotonic`; returns what stops it. Node's own where not given. */
  readonly startTimer?: ((run: () => void, ms: number) => () => void) | undefined
  /** In [0, 1): for jitter only. */
  readonly random: () => number
  readonly cores: number
  readonly freeMemoryBytes: () => number
  /** Keeps the engine from making more room for short-lived objects: a long run then stays as small as it started. */
  readonly settleHeap: () => void
  readonly homeFolder: string
  /** For files that only live as long as a command. */
  readonly temporaryFolder: string
  /** The Node program of this process, for child processes. */
  readonly nodePath: string
  readonly pid: number
  readonly hostName: string
  readonly nodeVersion: string
  /** Whether a process of this machine that ran at that time (ISO 8601) still runs. */
  readonly isAlive: (pid: number, since: string) => boolean
  /** Set by the first Ctrl-C: start nothing new. */
  readonly draining: AbortSignal
  /** Set by the second Ctrl-C: stop. */
  readonly aborted: AbortSignal
}
