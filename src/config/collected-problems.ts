import { InputError, type Problem } from '../domain/input-error.ts'
import { throwProblems } from './throw-problems.ts'

/** Gathers problems, so that a person sees all of them at once. */
export class CollectedProblems {
  readonly #problems: Problem[] = []

  add(...problems: readonly Problem[]): void {
    this.#problems.push(...problems)
  }

  /** What the work gives, or undefined where it finds bad input, whose problems are kept. */
  async during<T>(work: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      this.add(...error.problems)
      return undefined
    }
  }

  /** @throws InputError with all problems, where there are any. */
  throwAny(): void {
    throwProblems(this.#problems)
  }
}
