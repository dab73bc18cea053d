import { type Extraction, extracted } from '../extraction.ts'

/** The first line that is not blank, trimmed: chat models like to begin with a line break. */
export const firstLine: Extraction = {
  description: 'the first line that is not blank, trimmed',
  options: {},
  compile: () => (response) => {
    const text = response.trimStart()
    const end = text.search(/[\r\n]/u)
    return end === -1 ? extracted(text, false) : extracted(text.slice(0, end), true)
  },
}
