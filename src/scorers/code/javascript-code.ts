import { javascriptShape } from './javascript-lines.ts'
import { isBlank } from './line-starts.ts'

/** JavaScript code at the beginning of a text. */
export interface JavaScriptCode {
  /** Offset behind it. */
  readonly end: number
  /** Nothing that follows could be a part of it. */
  readonly ended: boolean
}

/** What a line of a program may begin with, outside of every bracket. */
const STATEMENT =
  /^(?:[ \t)\]};'"`(/*@]|(?:function|async|const|let|var|class|import|export|if|else|for|while|do|switch|try|catch|finally|return|throw|new|await|yield|case|default|break|continue)\b|[A-Za-z_$][\w$.]*[ \t]*(?:[-+*/%|&^?]*=|[.([:]|=>|\+\+|--))/

/**
 * How far JavaScript code goes in a text that may go on with other things: to the brace that closes a function which
 * stood open, or, for a program of its own, to the first line outside of everything that is no statement.
 */
export function javascriptCode(text: string): JavaScriptCode {
  const { lines, closedAt } = javascriptShape(text)
  if (closedAt !== undefined) return { end: closedAt, ended: true }
  const next = lines.slice(1).find(({ text: line }) => !isBlank(line) && !STATEMENT.test(line))
  return { end: next?.at ?? text.length, ended: next !== undefined }
}
