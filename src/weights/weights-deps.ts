import type { LockTiming } from './file-lock.ts'
import type { RunCommand } from './run-command.ts'

/** The part of the platform's fetch that downloads use. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** How far a model's weights have come. Told at least once every 256 KiB, so it may be drawn at leisure. */
export interface WeightsProgress {
  /** The model's name. */
  readonly model: string
  /** The source as a person reads it, without credentials: `url: https://host/file.gguf`. */
  readonly source: string
  /** `fetch` is the download, `join` puts the parts together, `verify` reads the file for its sha256. */
  readonly stage: 'fetch' | 'join' | 'verify'
  /** Bytes done in this stage; a resumed download starts above 0. */
  readonly bytesDone: number
  /** Bytes in this stage, where the model declares or the server says so. */
  readonly bytesTotal?: number | undefined
}

/** What obtaining weights needs from outside. */
export interface WeightsDeps {
  /** The user's cache folder; weights are kept in its `weights` folder, made when needed. */
  readonly cacheFolder: string
  /** Folder of the config file, from which `file:` paths are resolved. */
  readonly configFolder: string
  /** For `${NAME}` in sources, for pip, and for HF_TOKEN. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly fetch: Fetch
  /** Runs pip; a child process where not given. */
  readonly runCommand?: RunCommand | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: WeightsProgress) => void) | undefined
  /** A line for the user: terms, a source that failed before the next is tried, waiting for another process. */
  readonly notice?: ((line: string) => void) | undefined
  /** Pauses between tries, in milliseconds; a real pause where not given. */
  readonly wait?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined
  readonly lockTiming?: LockTiming | undefined
}

/** A weights file on this machine whose content is known. */
export interface WeightsFile {
  readonly path: string
  /** SHA-256 of the whole file, lower-case hex. */
  readonly sha256: string
  readonly bytes: number
}
