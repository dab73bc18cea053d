import type { Kwargs } from './kwargs.ts'

/** Whether a response follows an instruction. It is never asked about a blank one, which follows none. */
export type Check = (response: string) => boolean

/** An entry in the table of instructions. */
export interface Instruction {
  /** What a response that follows it is like, in a phrase. */
  readonly description: string
  /** The names of its kwargs. */
  readonly kwargs: readonly string[]
  /** @throws InputError where a kwarg is missing or makes no sense. */
  compile(kwargs: Kwargs): Check
}
