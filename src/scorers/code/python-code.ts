import { isBlank, type LineStart } from './line-starts.ts'
import { pythonLines } from './python-lines.ts'

/**
 * What a text of Python is: a `program` declares functions itself; a `body` goes on with a function that stands open,
 * in its indentation; a body may have lost the indentation of its first line (`stripped`) or of all (`dedented`).
 */
type PythonShape = 'program' | 'body' | 'stripped' | 'dedented'

/** Python code at the beginning of a text. */
export interface PythonCode {
  readonly shape: PythonShape
  /** Offset behind it. */
  readonly end: number
  /** Something follows that is no part of it. */
  readonly ended: boolean
}

const DECLARES = /^(?:async[ \t]+def|def|class)\b/
/** What a line of a program may begin with. Prose begins with a capital, or with a word before another. */
const STATEMENT =
  /^(?:#|@|["')\]}]|(?:import|from|def|async|class|if|elif|else|for|while|try|except|finally|with|assert|raise|del|global|nonlocal|return|yield|pass|break|continue|await|lambda|not)\b|[A-Za-z_][\w.]*[ \t]*(?:[-+*/%|&^:]?=|[([:,]))/

/**
 * How far Python code goes in a text that may go on with other things. A body ends at the first line without
 * indentation; a program, or a body that lost its indentation, at the first line that is no statement.
 */
export function pythonCode(text: string): PythonCode {
  const lines = pythonLines(text).filter(({ text: line }) => !isBlank(line))
  const shape = shapeOf(lines)
  const goesOn = shape === 'body' || shape === 'stripped' ? isIndented : isStatement
  const next = lines.slice(1).find((line) => !goesOn(line))
  return { shape, end: next?.at ?? text.length, ended: next !== undefined }
}

function shapeOf(lines: readonly LineStart[]): PythonShape {
  const [first, second] = lines
  if (first === undefined || isIndented(first)) return 'body'
  if (second === undefined) return DECLARES.test(first.text) ? 'program' : 'dedented'
  if (isStripped(first, lines.slice(1))) return 'stripped'
  return lines.some(({ text }) => DECLARES.test(text)) ? 'program' : 'dedented'
}

/** Only the first line has lost its indentation: the next is deeper though no block opens, or too deep for the block. */
function isStripped(first: LineStart, others: readonly LineStart[]): boolean {
  if (DECLARES.test(first.text) || first.text.startsWith('@')) return false
  const end = others.findIndex((line) => !isIndented(line))
  const [second, ...rest] = end === -1 ? others : others.slice(0, end)
  if (second === undefined) return false
  return !opensBlock(first) || rest.some((line) => indentation(line) < indentation(second))
}

function isStatement(line: LineStart): boolean {
  return isIndented(line) || STATEMENT.test(line.text)
}

function isIndented({ text }: LineStart): boolean {
  return /^[ \t]/.test(text)
}

function opensBlock({ text }: LineStart): boolean {
  return /:[ \t]*(?:#.*)?$/.test(text)
}

function indentation({ text }: LineStart): number {
  return text.length - text.trimStart().length
}
