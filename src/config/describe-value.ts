import type { ValuePath } from './place.ts'
import { redactUrl } from './redact.ts'

const LONGEST_QUOTE = 60

/** What was found, in words: `3 (number)`, `"x"`, `a list`, `nothing`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number' || typeof value === 'boolean') return `${value} (${typeof value})`
  if (!Array.isArray(value)) return 'a mapping'
  return value.length === 0 ? 'an empty list' : 'a list'
}

/** What was found at a path, in words that hold no key and no password. */
export function describeFound(path: ValuePath, value: unknown): string {
  const key = path.at(-1)
  if (key === 'api_key' || path.includes('headers'))
    return typeof value === 'string' ? 'other text' : kindOf(value)
  if (typeof value !== 'string') return describeValue(value)
  // Without a scheme, what stands before an @ may still be a password.
  const shown = key === 'base_url' || key === 'url' ? value.replace(/^[^/]*@/, '***@') : value
  return quoted(redactUrl(shown))
}

function kindOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'boolean' ? `a ${typeof value}` : describeValue(value)
}

/** Text in double quotes on one line, cut where it is long. */
function quoted(text: string): string {
  const short = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text
  return `"${short.replaceAll('\n', '\\n')}"`
}
