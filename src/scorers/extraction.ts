import type { OptionRules, Options } from '../domain/option-rule.ts'

/** What an extraction found in a response. */
export interface Extracted {
  /** Trimmed and never blank; of code, the first line's indentation is kept. */
  readonly answer: string
  /** The answer would have stayed the same had the response gone on. */
  readonly complete: boolean
}

/** Finds the answer in a response; `undefined` where there is none. */
export type Extract = (response: string) => Extracted | undefined

/** An entry in the table of extractions. */
export interface Extraction {
  readonly description: string
  readonly options: OptionRules
  /** @throws InputError where the options make no sense. */
  compile(options: Options): Extract
}

/** The trimmed text as an answer, or `undefined` where it is blank. */
export function extracted(text: string, complete: boolean): Extracted | undefined {
  const answer = text.trim()
  return answer === '' ? undefined : { answer, complete }
}
