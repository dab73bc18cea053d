import { InputError, type Problem } from '../domain/input-error.ts'

/** @throws InputError with the problems, where there are any: file by file, each from its top to its end. */
export function throwProblems(problems: readonly Problem[]): void {
  const files = [...new Set(problems.map((problem) => problem.file))]
  const [first, ...others] = problems.toSorted(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  )
  if (first !== undefined) throw new InputError(first, ...others)
}
