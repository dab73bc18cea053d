import { type LineStart, lineAt } from './line-starts.ts'

/** Where JavaScript code closes more than it opened, and its lines outside of everything. */
export interface JavaScriptShape {
  readonly lines: readonly LineStart[]
  /** Offset behind the brace that closes what stood open before the code began; undefined where none does. */
  readonly closedAt: number | undefined
}

/** After these a slash begins a regular expression; after anything else it divides. */
const BEFORE_REGEX = /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|do|else|void|delete))$/
/** Characters before a slash that are looked at. */
const FAR_ENOUGH = 40
const COMMENT_OR_STRING = /\/\/[^\n]*|\/\*.*?(?:\*\/|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?/sy
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]?|[^/\\[\n])+(?:\/[a-z]*)?/y
/** A template's text up to its end or its next expression. */
const TEMPLATE = /(?:\\.|\$(?!\{)|[^`\\$])*(?:`|\$\{|$)/sy

/** Reads brackets outside of strings, templates, comments and regular expressions. */
export function javascriptShape(code: string): JavaScriptShape {
  const lines = [lineAt(code, 0)]
  const open: string[] = []
  let at = 0
  while (at < code.length) {
    const end = endOfText(code, at)
    if (end > at) {
      at = end
      continue
    }
    const char = code[at++] ?? ''
    const closed = ')]}'.includes(char) ? open.pop() : undefined
    if (char === '}' && closed === undefined) return { lines, closedAt: at }
    if (char === '`' || closed === '${') {
      at = matchEnd(TEMPLATE, code, at)
      if (code.endsWith('${', at)) open.push('${')
    } else if ('([{'.includes(char)) open.push(char)
    else if (char === '\n' && open.length === 0) lines.push(lineAt(code, at))
  }
  return { lines, closedAt: undefined }
}

/** Where the comment, string or regular expression that begins at an offset ends; the offset itself where none does. */
function endOfText(code: string, at: number): number {
  const end = matchEnd(COMMENT_OR_STRING, code, at)
  const isRegex =
    end === at &&
    code[at] === '/' &&
    BEFORE_REGEX.test(code.slice(Math.max(0, at - FAR_ENOUGH), at).trimEnd())
  return isRegex ? matchEnd(REGEX, code, at) : end
}

/** Where a sticky pattern's match at an offset ends; the offset itself where it does not match. */
function matchEnd(pattern: RegExp, code: string, at: number): number {
  pattern.lastIndex = at
  return at + (pattern.exec(code)?.[0].length ?? 0)
}
