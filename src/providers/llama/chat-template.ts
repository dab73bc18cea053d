import { Template } from '@huggingface/jinja'
import type { Message } from '../../domain/prompt.ts'

/** A span of a text, UTF-16 units. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A chat as its template writes it, the opening of the answer included. */
export interface RenderedChat {
  readonly text: string
  /** Where each message's content stands, in order; undefined where the template rewrites contents. */
  readonly contents: readonly Span[] | undefined
  /** The messages' cuts, as offsets in `text`; none where the contents' places are unknown. */
  readonly cuts: readonly number[]
}

/** Names of marks that templates write by variable. */
export interface TemplateMarks {
  readonly bos: string
  readonly eos: string
}

export type ChatTemplate = (messages: readonly Message[]) => RenderedChat

/** Some templates write today's date: a fixed one stands in, so that a prompt is the same on every day. */
const FIXED_DATE = new Date(Date.UTC(2024, 6, 26))

/**
 * A model's own chat template, ready to render. Throws what the template throws: at once where it is not valid
 * Jinja, later where it refuses a message's role or the order of the turns.
 */
export function compileChatTemplate(source: string, marks: TemplateMarks): ChatTemplate {
  // The renderer's own clock cannot be replaced, so the template is made to ask for another name.
  const template = new Template(source.replaceAll('strftime_now', 'fixed_date'))
  const render = (messages: readonly { role: string; content: string }[]): string =>
    template.render({
      messages,
      add_generation_prompt: true,
      bos_token: marks.bos,
      eos_token: marks.eos,
      fixed_date: fixedDate,
    })
  return (messages) => {
    const text = render(messages.map(({ role, content }) => ({ role, content })))
    const found = findContents(text, messages, render)
    return { text, contents: found?.map(({ span }) => span), cuts: found?.flatMap(({ cuts }) => cuts) ?? [] }
  }
}

interface FoundContent {
  readonly span: Span
  readonly cuts: readonly number[]
}

/**
 * Where the contents stand: the chat is rendered once more with a placeholder for each content, and the text between
 * placeholders is then looked for in the real rendering, in order. Templates that trim contents are followed; those
 * that change them otherwise give undefined.
 */
function findContents(
  text: string,
  messages: readonly Message[],
  render: (messages: readonly { role: string; content: string }[]) => string,
): FoundContent[] | undefined {
  const outline = outlineOf(messages, render)
  if (outline === undefined) return undefined
  const found: FoundContent[] = []
  let offset = 0
  for (const [index, literal] of outline.entries()) {
    if (!text.startsWith(literal, offset)) return undefined
    offset += literal.length
    const message = messages[index]
    if (message === undefined) break
    const shown = shownContent(text, offset, message.content, outline[index + 1] ?? '')
    if (shown === undefined) return undefined
    found.push(placed(message, shown, offset))
    offset += shown.length
  }
  return offset === text.length ? found : undefined
}

/** The template's own text around the contents, one part more than messages; undefined where it does not show each once, in order. */
function outlineOf(
  messages: readonly Message[],
  render: (messages: readonly { role: string; content: string }[]) => string,
): string[] | undefined {
  const outline = render(messages.map(({ role }, index) => ({ role, content: placeholder(index) })))
  const literals: string[] = []
  let offset = 0
  for (const index of messages.keys()) {
    const place = outline.indexOf(placeholder(index), offset)
    if (place < 0) return undefined
    literals.push(outline.slice(offset, place))
    offset = place + placeholder(index).length
  }
  return [...literals, outline.slice(offset)]
}

/** Private-use characters: no template looks for them, and trimming leaves them alone. */
function placeholder(index: number): string {
  return `\u{E000}${index}\u{E001}`
}

function shownContent(text: string, offset: number, content: string, next: string): string | undefined {
  const shapes = [content, content.trim(), content.trimStart(), content.trimEnd()]
  return shapes.find(
    (shape) => text.startsWith(shape, offset) && text.startsWith(next, offset + shape.length),
  )
}

function placed(message: Message, shown: string, start: number): FoundContent {
  const trimmed = shown === message.content ? 0 : message.content.indexOf(shown)
  const cuts = message.cuts.map((cut) => start + Math.min(Math.max(cut - trimmed, 0), shown.length))
  return { span: { start, end: start + shown.length }, cuts }
}

/** Python's `strftime` for the codes that templates use: day, month by name and number, year. */
function fixedDate(format: string): string {
  const name = (month: 'short' | 'long'): string =>
    FIXED_DATE.toLocaleString('en-US', { month, timeZone: 'UTC' })
  const codes: Readonly<Record<string, string>> = {
    d: String(FIXED_DATE.getUTCDate()).padStart(2, '0'),
    m: String(FIXED_DATE.getUTCMonth() + 1).padStart(2, '0'),
    b: name('short'),
    B: name('long'),
    Y: String(FIXED_DATE.getUTCFullYear()),
    y: String(FIXED_DATE.getUTCFullYear()).slice(2),
  }
  return format.replace(/%([a-zA-Z])/g, (code, letter: string) => codes[letter] ?? code)
}
