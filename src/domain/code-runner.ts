/** Languages that generated code can be run in. */
export const CODE_LANGUAGES = ['python', 'javascript'] as const
export type CodeLanguage = (typeof CODE_LANGUAGES)[number]

/** A program of a model's, and the tests that it never sees. */
export interface CodeTest {
  readonly language: CodeLanguage
  /** The whole untrusted program: what the prompt began and the model went on with. */
  readonly program: string
  /** Trusted code that the tests may use: helpers that the prompt defines. Runs beside the tests, not in the program. */
  readonly helpers?: string | undefined
  /**
   * Trusted test code: statements that throw where the program is wrong (`assert add(1, 2) == 3`), or a function
   * `check(candidate)`, which is then called with the entry point.
   */
  readonly tests: string
  /** The function that is tested. */
  readonly entryPoint: string
}

/** How a program did. Only `passed` is right. */
export interface CodeVerdict {
  readonly state: 'passed' | 'failed' | 'error' | 'timeout' | 'memory' | 'output' | 'crashed'
  /** One line on what went wrong, for the person. Untrusted text. */
  readonly detail?: string | undefined
}

/** Runs untrusted programs against tests, each for itself. */
export interface CodeRunner {
  /** @throws InputError where the tests themselves cannot run, or no sandbox holds on this machine */
  test(asked: CodeTest, signal?: AbortSignal): Promise<CodeVerdict>
}
