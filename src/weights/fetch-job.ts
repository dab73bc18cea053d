import type { Model } from '../domain/model.ts'
import type { Meter } from './progress-meter.ts'
import type { RunCommand } from './run-command.ts'
import type { Fetch } from './weights-deps.ts'

/** One download under a lock: what is wanted, where its unfinished parts are kept, and what it may use. */
export interface FetchJob {
  readonly model: Model
  /** Folder of the unfinished download; nobody else writes there. */
  readonly folder: string
  readonly cacheFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly fetch: Fetch
  readonly runCommand: RunCommand
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
  /** Called when data from before a break is used: if the file turns out wrong, that may be why. */
  readonly onResume: () => void
  /** Progress of the download. */
  readonly meter: Meter
  /** Progress of putting parts together. */
  readonly joinMeter: Meter
}
