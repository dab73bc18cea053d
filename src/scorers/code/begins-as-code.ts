import type { CodeLanguage } from '../../domain/code-runner.ts'

const DECLARES: { readonly [language in CodeLanguage]: RegExp } = {
  python: /^(?:def|async def|class|import|from \S+ import|@)\b/,
  javascript: /^(?:(?:async )?function|class|import|export|(?:const|let|var) [\w$[{].*=)/,
}

/** One space may begin a sentence too. */
const INDENTED: { readonly [language in CodeLanguage]: RegExp } = {
  python: /^(?: {2}|\t)/,
  javascript: /^(?: {2}|\t| .*[;{}])/,
}

/** Whether a text begins with a body's indentation or a declaration: no prose does. */
export function beginsAsCode(text: string, language: CodeLanguage): boolean {
  const line = text.replace(/^(?:[^\S\n]*\n)+/, '')
  return INDENTED[language].test(line) || DECLARES[language].test(line)
}
