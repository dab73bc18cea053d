/** A Python regular expression as a JavaScript one with the flag u (and i), or why there is none. */
export type FromPython =
  | { readonly pattern: string; readonly flags: '' | 'i'; readonly groups: number }
  | { readonly problem: string }

const INLINE = /^\(\?([aiLmsux]+)\)/
/** Constructs that JavaScript has not: conditionals, named back-references, atomic groups, possessive quantifiers. */
const UNKNOWN = /\(\?(?:P=|P>|\(|[aiLmsux-]+[:)]|#|>)|[*+?}]\+|\[[^\]]*\\[WAZ]/

const WORD = '[\\p{L}\\p{N}_]'
const ANY = '[\\s\\S]'

/** Escapes that Python's `re` reads by Unicode, or that JavaScript has not; alone, and inside a class. */
const ESCAPES: { readonly [letter: string]: readonly [string, string] } = {
  d: ['\\p{Nd}', '\\p{Nd}'],
  D: ['\\P{Nd}', '\\P{Nd}'],
  w: [WORD, '\\p{L}\\p{N}_'],
  W: ['[^\\p{L}\\p{N}_]', ''],
  A: [`(?<!${ANY})`, ''],
  Z: [`(?!${ANY})`, ''],
  b: [`(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`, '\\x08'],
}
/** Escapes that mean the same in both. */
const SAME = /[nrtfvsS0-9^$\\.*+?()[\]{}|/]/
/** With the flag u a brace that belongs to no quantifier must be escaped. */
const QUANTIFIER = /^\{\d+(?:,\d*)?\}/

/** Translates a pattern of Python's `re`, with the flags that stand at its beginning. */
export function fromPythonRegex(source: string): FromPython {
  const inline = INLINE.exec(source)
  const letters = inline?.[1] ?? ''
  const unknown = [...letters].find((letter) => !'ims'.includes(letter))
  if (unknown !== undefined) return { problem: `the flag (?${unknown})` }
  const body = source.slice(inline?.[0].length ?? 0)
  const refused = UNKNOWN.exec(body)?.[0]
  if (refused !== undefined) return { problem: `"${refused}"` }
  const pattern = translate(body.replaceAll('(?P<', '(?<'), letters)
  const flags = letters.includes('i') ? 'i' : ''
  try {
    const shape = new RegExp(`${pattern}|`, `${flags}u`).exec('')
    return { pattern, flags, groups: (shape?.length ?? 1) - 1 }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

function translate(source: string, flags: string): string {
  const single = singleCharacters(flags)
  let inClass = false
  let written = ''
  let at = 0
  while (at < source.length) {
    const rest = source.slice(at)
    const part = inClass ? partOfClass(rest) : partOutside(rest, single)
    const read: string = part[0]
    if (!inClass) inClass = read.startsWith('[')
    else if (read === ']') inClass = false
    written += part[1]
    at += read.length
  }
  return written
}

/** What is read at the beginning of a text outside of classes, and what is written for it. */
function partOutside(rest: string, single: Readonly<Record<string, string>>): readonly [string, string] {
  const char = rest[0] ?? ''
  if (char === '\\') return escaped(rest, 0)
  // A bracket that closes right behind the opening one is a member of the class.
  const opening = /^(\[\^?)(\]?)/.exec(rest)
  if (opening !== null) return [opening[0], `${opening[1]}${opening[2] === '' ? '' : '\\]'}`]
  const quantifier = char === '{' ? QUANTIFIER.exec(rest)?.[0] : undefined
  if (quantifier !== undefined) return [quantifier, quantifier]
  if (char === '{' || char === '}') return [char, `\\${char}`]
  return [char, Object.hasOwn(single, char) ? (single[char] ?? char) : char]
}

/** A bracket that opens inside a class is itself. */
function partOfClass(rest: string): readonly [string, string] {
  const char = rest[0] ?? ''
  if (char === '\\') return escaped(rest, 1)
  return [char, char === '[' ? '\\[' : char]
}

function escaped(rest: string, where: 0 | 1): readonly [string, string] {
  const char = rest[1] ?? ''
  const known = Object.hasOwn(ESCAPES, char) ? ESCAPES[char] : undefined
  // In a class a bare hyphen would make a range.
  const same = SAME.test(char) || (where === 1 && char === '-') ? `\\${char}` : char
  return [`\\${char}`, known?.[where] ?? same]
}

/** JavaScript's dot stops at more line ends than Python's, and its `$` does not look past the last one. */
function singleCharacters(flags: string): Readonly<Record<string, string>> {
  return {
    '.': flags.includes('s') ? ANY : '[^\\n]',
    '^': flags.includes('m') ? '(?<![^\\n])' : '^',
    $: flags.includes('m') ? '(?![^\\n])' : `(?=\\n?(?!${ANY}))`,
  }
}
