import { InputError } from '../../domain/input-error.ts'
import { type Extraction, extracted } from '../extraction.ts'

/** The text after the last occurrence of `marker` (`####`, `The answer is`), to the end of its line, trimmed. */
export const afterMarker: Extraction = {
  description: 'the text after the last marker, to the end of its line, trimmed',
  options: {
    marker: {
      type: 'string',
      required: true,
      description: 'the text before the answer, for instance "####"',
    },
  },
  compile: (options) => {
    const marker = String(options.marker)
    if (marker === '') throw new InputError('extraction after-marker: the marker is empty')
    return (response) => {
      const start = response.lastIndexOf(marker)
      if (start === -1) return undefined
      const rest = response.slice(start + marker.length)
      const end = rest.search(/[\r\n]/u)
      return end === -1 ? extracted(rest, false) : extracted(rest.slice(0, end), true)
    }
  },
}
