import { type LineStart, lineAt } from './line-starts.ts'

/** A string with its prefix, a comment, a bracket or a line end: all that decides where a logical line goes on. */
const TOKEN =
  /"""(?:\\.|[^\\])*?(?:"""|$)|'''(?:\\.|[^\\])*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|#[^\n]*|[([{]|[)\]}]|\\\n|\n/gs

/**
 * The lines of Python code that start a logical line or a comment: not those inside brackets, triple-quoted strings or
 * after a backslash. A bracket that is never closed leaves none after it.
 */
export function pythonLines(code: string): LineStart[] {
  const lines = [lineAt(code, 0)]
  let depth = 0
  for (const { 0: token, index } of code.matchAll(TOKEN)) {
    if (token === '(' || token === '[' || token === '{') depth++
    else if (token === ')' || token === ']' || token === '}') depth = Math.max(0, depth - 1)
    else if (token === '\n' && depth === 0) lines.push(lineAt(code, index + 1))
  }
  return lines
}
