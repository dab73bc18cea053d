import type { CodeLanguage } from '../../domain/code-runner.ts'
import { beginsAsCode } from './begins-as-code.ts'

/** Code as a response marks it. */
export interface FencedCode {
  readonly text: string
  /** The closing fence is there. */
  readonly closed: boolean
}

/** What a fence may say of its language. */
const TAGS: { readonly [language in CodeLanguage]: readonly string[] } = {
  python: ['', 'python', 'py', 'python3', 'python2'],
  javascript: ['', 'javascript', 'js', 'jsx', 'node', 'ecmascript', 'mjs', 'typescript', 'ts'],
}

const OPENING = /^ {0,3}(`{3,20}|~{3,20})[ \t]*([^\s`{]*)[^\n`]*(?:\n|$)/gm

/**
 * The first fenced block that is in the language or does not say in which it is (CommonMark's fences, at the start of
 * a line); undefined where there is none. A text that begins as code is not
 * fenced: a fence behind it closes what the prompt opened, or shows how the code is used.
 */
export function fencedCode(response: string, language: CodeLanguage): FencedCode | undefined {
  if (beginsAsCode(response, language)) return undefined
  OPENING.lastIndex = 0
  for (;;) {
    const opening = OPENING.exec(response)
    if (opening === null) return undefined
    const [line, fence = '', tag = ''] = opening
    const start = opening.index + line.length
    const closing = new RegExp(`^ {0,3}${fence}[ \\t]*$`, 'm').exec(response.slice(start))
    const end = closing === null ? response.length : start + closing.index
    if (TAGS[language].includes(tag.toLowerCase()))
      return { text: response.slice(start, end), closed: closing !== null }
    if (closing === null) return undefined
    OPENING.lastIndex = end + closing[0].length
  }
}
