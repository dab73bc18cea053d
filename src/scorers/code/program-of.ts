import type { CodeLanguage } from '../../domain/code-runner.ts'
import { pythonCode } from './python-code.ts'

/** What a program is made of. */
export interface ProgramParts {
  readonly language: CodeLanguage
  /** Code that begins the function, and whatever it needs before that. */
  readonly prompt: string
  /** What the model wrote: the rest of the function, or all of it again. */
  readonly answer: string
  readonly entryPoint: string
}

/**
 * The program of a prompt and its completion. Where the answer declares the function itself it takes the place of the
 * prompt's, behind what the prompt has before it.
 */
export function programOf({ language, prompt, answer, entryPoint }: ProgramParts): string {
  if (declarationOf(answer, language, entryPoint) !== undefined)
    return `${preambleOf(prompt, language, entryPoint)}${answer}\n`
  // The prompt's last line may hold the body's indentation already.
  const pad = /[ \t]*$/.exec(prompt)?.[0] ?? ''
  const head = prompt.slice(0, prompt.length - pad.length)
  const begun = head === '' || head.endsWith('\n') ? head : `${head}\n`
  const body = language === 'python' ? indentedBody(answer, begun) : answer
  return `${begun}${body}\n`
}

/** What a prompt has before the function that it begins: imports, and functions that are given. */
export function preambleOf(prompt: string, language: CodeLanguage, entryPoint: string): string {
  return prompt.slice(0, declarationOf(prompt, language, entryPoint) ?? 0)
}

/** Offset of the line that declares the function, the last where several do. */
function declarationOf(code: string, language: CodeLanguage, entryPoint: string): number | undefined {
  const name = entryPoint.replaceAll(/[^\w]/g, '\\$&')
  const declares =
    language === 'python'
      ? `^(?:async[ \\t]+)?def[ \\t]+${name}\\b`
      : `^(?:export[ \\t]+(?:default[ \\t]+)?)?(?:async[ \\t]+)?(?:function[ \\t]*\\*?[ \\t]*${name}(?![\\w$])|(?:const|let|var)[ \\t]+${name}[ \\t]*=)`
  return [...code.matchAll(new RegExp(declares, 'gm'))].at(-1)?.index
}

/** A Python body in its function's indentation, where the model left out that of its first line or of all. */
function indentedBody(answer: string, begun: string): string {
  const { shape } = pythonCode(answer)
  if (shape === 'body' || shape === 'program') return answer
  const indentation = /^[ \t]+(?=\S[^\n]*\n*$)/m.exec(begun)?.[0] ?? '    '
  return shape === 'stripped' ? `${indentation}${answer}` : answer.replaceAll(/^(?=.)/gm, indentation)
}
