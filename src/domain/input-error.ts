import { nearestName } from './nearest.ts'

/** One thing that is wrong with what a person wrote, and where. Lines and columns count from 1. */
export interface Problem {
  /** What is wrong, in a phrase: `unknown key "modls"`. */
  readonly message: string
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
  /** The values that are allowed here. */
  readonly allowed?: readonly string[] | undefined
  /** The allowed value nearest to what was found. */
  readonly nearest?: string | undefined
  /** What the person can do about it: one sentence. */
  readonly hint?: string | undefined
}

/** Bad input: the command line, a config, a task, a data file, a run folder. Exit code 2, never a stack. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly problems: readonly [Problem, ...Problem[]]

  constructor(first: Problem | string, ...others: Problem[]) {
    const problems: [Problem, ...Problem[]] = [
      typeof first === 'string' ? { message: first } : first,
      ...others,
    ]
    super(messageOf(problems))
    this.problems = problems
  }
}

/** Lines of one error: a file of another format has a problem in each of its thousand rows. */
const MOST_LINES = 20

function messageOf(problems: readonly Problem[]): string {
  const lines = problems.slice(0, MOST_LINES).map(formatProblem)
  const more = problems.length - MOST_LINES
  return (more > 0 ? [...lines, `… and ${more} more`] : lines).join('\n')
}

/** The one line a person reads for a problem: `file:line:column: message; allowed: …; did you mean …?` */
function formatProblem(problem: Problem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':')
  const parts = [place === '' ? problem.message : `${place}: ${problem.message}`]
  if (problem.nearest !== undefined) parts.push(`did you mean "${problem.nearest}"?`)
  if (problem.allowed !== undefined) parts.push(`allowed: ${problem.allowed.join(', ')}`)
  if (problem.hint !== undefined) parts.push(problem.hint)
  return parts.join('; ')
}

/** The problem of a name that is not in a list: says what was found, the nearest name and the whole list. */
export function unknownName(
  kind: string,
  found: string,
  allowed: Iterable<string>,
  place: Pick<Problem, 'file' | 'line' | 'column' | 'hint'> = {},
): Problem {
  const names = [...allowed]
  return {
    ...place,
    message: `unknown ${kind} "${found}"`,
    allowed: names,
    nearest: nearestName(found, names),
  }
}
