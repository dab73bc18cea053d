import type { YAMLError } from 'yaml'
import type { Problem } from '../domain/input-error.ts'

/** A YAML parser's error in our words: what is wrong and, where it is a common slip, the cure. */
export function yamlProblem(error: YAMLError, text: string): Pick<Problem, 'message' | 'hint'> {
  const written = text.slice(...error.pos)
  const line = lineAround(text, error.pos[0])
  if (error.code === 'DUPLICATE_KEY')
    return { message: `the key "${keyAt(text, error.pos[0])}" is given twice` }
  if (error.code === 'TAB_AS_INDENT' || (error.code === 'BAD_INDENT' && written === '\t'))
    return { message: 'found a tab, expected spaces', hint: 'YAML is indented with spaces only' }
  if (error.code === 'MULTIPLE_DOCS')
    return { message: 'found a second document ("---"), expected one document in a file' }
  if (error.code === 'TAG_RESOLVE_FAILED') return { message: `unknown YAML tag "${written}"` }
  const message = `not valid YAML: ${reasonOf(error.message)}`
  if (line.includes('{{')) return { message, hint: 'put quotes around a template' }
  if (line.includes('${')) return { message, hint: `inside { } and [ ], put quotes around \${NAME}` }
  return { message }
}

/** The parser's words for what people slip on most, in plainer ones. */
function reasonOf(message: string): string {
  const quote = /^Missing closing (.)quote$/.exec(message)?.[1]
  if (quote !== undefined) return `a text that opens with ${quote} is not closed`
  const bracket = /^Flow (?:sequence|map) in block collection .* end with a ([\]}])$/.exec(message)?.[1]
  if (bracket !== undefined) return `expected ${bracket} to close what opens above`
  if (message.startsWith('Nested mappings are not allowed in compact mappings'))
    return 'found a second ": " in one line, or a line indented too far; text with ": " stands in quotes'
  if (message === 'With stringKeys, all keys must be strings') return 'found a list or a mapping as a key'
  if (message === 'Implicit map keys need to be followed by map values') return 'expected ":" after the key'
  return message
}

function lineAround(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  return text.slice(start, end < 0 ? undefined : end)
}

function keyAt(text: string, offset: number): string {
  return (/^(?:"[^"]*"|'[^']*'|[^:\n,}]+)/.exec(text.slice(offset))?.[0] ?? '')
    .replaceAll(/^["']|["']$/g, '')
    .trim()
}
