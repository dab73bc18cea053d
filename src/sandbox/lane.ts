import type { CodeVerdict } from '../domain/code-runner.ts'
import type { ProcessEnded } from './interpreter-process.ts'

/** A program and its tests, as they go to an interpreter. */
export interface Job {
  readonly program: string
  readonly helpers: string
  readonly tests: string
  readonly entry: string
}

/** What a tester says: a verdict, or that the tests themselves cannot run. */
export interface TesterVerdict {
  readonly state: CodeVerdict['state'] | 'faulty'
  readonly detail: string | null
}

/** Runs one program after the other. */
export interface Lane {
  /** An aborted signal ends the program; the promise then rejects with the signal's reason. */
  test(job: Job, signal?: AbortSignal): Promise<TesterVerdict>
  close(): Promise<void>
}

/** JSON in ASCII, so that both sides can read bytes as characters, lone surrogates too. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A tester's verdict from the text it sent. */
export function readVerdict(text: string): TesterVerdict {
  return JSON.parse(text) as TesterVerdict
}

/** The verdict on a program whose interpreter has ended. */
export function endVerdict({ end, message }: ProcessEnded): TesterVerdict {
  if (end === 'aborted') return { state: 'crashed', detail: 'stopped' }
  return { state: end, detail: end === 'crashed' ? `the interpreter ended: ${message}` : null }
}
