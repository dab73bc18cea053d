import type { AdditionWork } from './addition-work.ts'

/** What a tool is asked to do. */
export interface Job {
  /** An empty folder of its own: what the tool needs and what it writes. */
  readonly folder: string
  /** Ends in `/v1`. */
  readonly baseUrl: string
  readonly work: AdditionWork
  /** The run is to be killed and taken up again: some tools must be told before. */
  readonly resumable: boolean
}

/** A command line. */
export interface Command {
  readonly argv: readonly string[]
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** What a tool itself reports of its trials. All answers that the server gives are right. */
export interface Reported {
  readonly right: number
  /** Trials scored as wrong answers. */
  readonly wrong: number
  /** Trials without a score. */
  readonly unscored: number
}

/** A job made ready. */
export interface PreparedJob {
  readonly command: Command
  /** The command that goes on after a kill; none where the tool can't. */
  readonly resume?: Command
  /** Reads what the tool wrote; undefined where it wrote nothing that tells. */
  report(): Promise<Reported | undefined>
}

/** One row of the tables. */
export interface Tool {
  readonly name: string
  /** As the tables call it. */
  readonly label: string
  /** Ten thousand trials take it minutes, not seconds. */
  readonly slow: boolean
  /** A loop to compare with: it keeps no results and can't be resumed. */
  readonly bare: boolean
  /** Runs of it beside each other disturb one another, each in its own folder or not. */
  readonly alone?: boolean
  /** Puts it where it is needed; quick when it is there. Returns what exactly it is. */
  install(): Promise<string>
  prepare(job: Job): Promise<PreparedJob>
}
