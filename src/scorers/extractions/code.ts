import { CODE_LANGUAGES, type CodeLanguage } from '../../domain/code-runner.ts'
import { beginsAsCode } from '../code/begins-as-code.ts'
import { fencedCode } from '../code/fenced-code.ts'
import { javascriptCode } from '../code/javascript-code.ts'
import { pythonCode } from '../code/python-code.ts'
import type { Extracted, Extraction } from '../extraction.ts'

/**
 * The code of a response: its first fenced block, or its text up to where the code ends. A body goes to the end of the
 * function that the prompt began; where a model repeats the whole function, the answer is that. The indentation of its
 * first line is kept: blank lines before and white space after it are not.
 */
export const code: Extraction = {
  description: 'the code of a fenced block, or of the text to where its function ends, with its indentation',
  options: {
    language: {
      type: 'choice',
      required: true,
      allowed: CODE_LANGUAGES,
      description: 'the language of the code',
    },
  },
  compile: (options) => {
    const language: CodeLanguage = options.language === 'javascript' ? 'javascript' : 'python'
    const codeIn = language === 'python' ? pythonCode : javascriptCode
    return (response) => {
      const text = response.replaceAll('\r\n', '\n')
      const fenced = fencedCode(text, language)
      if (fenced !== undefined) return answer(fenced.text, fenced.closed)
      const { end, ended } = codeIn(text)
      // A fenced block may still follow what is not code.
      return answer(text.slice(0, end), ended && beginsAsCode(text, language))
    }
  },
}

function answer(text: string, complete: boolean): Extracted | undefined {
  const found = text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd()
  return found.trim() === '' ? undefined : { answer: found, complete }
}
