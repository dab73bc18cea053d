/** Text that is HTML already: made by `html` alone, so that nothing else reaches a page unescaped. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | undefined | false | readonly Part[]

/** Builds HTML: strings and numbers are escaped, HTML is taken as it is, lists are joined, `undefined` and false are nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, index) => text + textOf(parts[index])).join(''))
}

function textOf(part: Part): string {
  if (part === undefined || part === false) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part))
  return part.map(textOf).join('')
}

const ENTITIES: { readonly [char: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for an element or a quoted attribute. NUL, which HTML cannot hold, becomes U+FFFD. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (char) => ENTITIES[char] ?? char).replaceAll('\0', '\u{FFFD}')
}

/** JSON for a `<script type="application/json">` block, which no text in it can end or turn into a comment. */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** JavaScript for an inline `<script>`: the same program, without the letters that end the element or open a comment. */
export function codeForScript(code: string): string {
  // Both stand only in string and regular expression literals of minified code, where \/ and \x21 mean the same.
  return code.replace(/<\/(?=script)/giu, '<\\/').replaceAll('<!--', '<\\x21--')
}
