import type { Message, Prompt } from '../../domain/prompt.ts'
import type { ChatTemplate, RenderedChat, Span } from './chat-template.ts'
import { EngineFailure, messageOf } from './engine-failure.ts'
import { cutIntoPieces, type TokenisedText, tokensUpTo } from './pieces.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What of an opened model it takes to tokenise a prompt. */
export interface PromptTokenizer {
  /** `marks`: names of control tokens in the text become those tokens. */
  tokenize(text: string, marks: boolean): readonly number[]
  readonly vocabulary: Vocabulary
  /** The token put before every prompt; undefined where the model takes none. */
  readonly bos: number | undefined
  /** The model's chat template, or why it has none that can be used. */
  readonly chatTemplate: ChatTemplate | string
}

/**
 * A prompt's tokens as the model sees them, BOS and template included, in the pieces in which they are evaluated.
 * The whole prompt is tokenised at once, so its tokens are the same however it is cut. Names of control tokens in an
 * item's own text stay text.
 *
 * @throws EngineFailure `unsupported`: messages without a template, or that the template refuses
 */
export function promptPieces(prompt: Prompt, tokenizer: PromptTokenizer): number[][] {
  const whole = tokenise(prompt, '', tokenizer)
  return cutIntoPieces(whole, whole.cuts, tokenizer.vocabulary)
}

/** A prompt and a text after it, tokenised together. */
export interface ContinuedPrompt {
  /** Tokens that end within the prompt, in the pieces in which they are evaluated; where there are none, one empty piece. */
  readonly pieces: readonly (readonly number[])[]
  /** The tokens after them: a token that straddles the border belongs to the continuation. */
  readonly target: readonly number[]
}

/**
 * A prompt and a text right after it; after messages, where the answer begins. Both are tokenised as one text. Where
 * the prompt alone has the same tokens, as it mostly has, the pieces are those of `promptPieces`. Names of control
 * tokens in the continuation stay text.
 *
 * @throws EngineFailure as `promptPieces`
 */
export function continuedPrompt(
  prompt: Prompt,
  continuation: string,
  tokenizer: PromptTokenizer,
): ContinuedPrompt {
  const { vocabulary } = tokenizer
  const whole = tokenise(prompt, continuation, tokenizer)
  const promptEnd = whole.text.length - continuation.length
  const border = tokensUpTo(whole, promptEnd, vocabulary)
  const before = { ...whole, text: whole.text.slice(0, promptEnd), tokens: whole.tokens.slice(0, border) }
  return { pieces: cutIntoPieces(before, whole.cuts, vocabulary), target: whole.tokens.slice(border) }
}

/** The text that the model reads: messages as its template writes them. @throws as `promptPieces` */
export function renderedText(
  prompt: Prompt,
  { chatTemplate }: Pick<PromptTokenizer, 'chatTemplate'>,
): string {
  return prompt.rendering === 'raw' ? prompt.text : renderChat(prompt.messages, chatTemplate).text
}

/** All tokens of a prompt and a text after it, and the prompt's cuts. */
function tokenise(
  prompt: Prompt,
  continuation: string,
  tokenizer: PromptTokenizer,
): TokenisedText & { readonly cuts: readonly number[] } {
  const { bos } = tokenizer
  const { text, tokens, cuts } =
    prompt.rendering === 'raw'
      ? rawTokens(prompt.text + continuation, prompt.cuts, tokenizer)
      : chatTokens(prompt.messages, continuation, tokenizer)
  const bare = bos === undefined || tokens[0] === bos ? [] : [bos]
  return { text, tokens: [...bare, ...tokens], bare: bare.length, cuts }
}

function rawTokens(text: string, cuts: readonly number[], { tokenize }: PromptTokenizer) {
  return { text, tokens: tokenize(text, false), cuts }
}

function renderChat(messages: readonly Message[], template: ChatTemplate | string): RenderedChat {
  if (typeof template === 'string') throw new EngineFailure('unsupported', template)
  try {
    return template(messages)
  } catch (error) {
    throw new EngineFailure('unsupported', `the chat template refuses these messages: ${messageOf(error)}`)
  }
}

function chatTokens(messages: readonly Message[], continuation: string, tokenizer: PromptTokenizer) {
  const chat = renderChat(messages, tokenizer.chatTemplate)
  const text = chat.text + continuation
  const marked = messages.some(({ content }) => holdsMarks(content, tokenizer))
  if (marked && chat.contents === undefined)
    throw new EngineFailure(
      'unsupported',
      'a message names a control token of the model, and its chat template rewrites messages: it would be taken as one',
    )
  const spans = [...(chat.contents ?? []), { start: chat.text.length, end: text.length }]
  const split = marked || holdsMarks(continuation, tokenizer)
  const tokens = split ? tokensBetweenMarks(text, spans, tokenizer) : tokenizer.tokenize(text, true)
  return { text, tokens, cuts: chat.cuts }
}

/** Whether a text would yield control tokens if they were looked for. */
function holdsMarks(text: string, { tokenize }: PromptTokenizer): boolean {
  const plain = tokenize(text, false)
  const marked = tokenize(text, true)
  return plain.length !== marked.length || plain.some((token, index) => token !== marked[index])
}

/**
 * What the engine itself does with control tokens, but for those named inside a content: the text is split at each
 * control token, and the stretches between are tokenised as plain text.
 */
function tokensBetweenMarks(text: string, contents: readonly Span[], tokenizer: PromptTokenizer): number[] {
  const tokens: number[] = []
  let offset = 0
  for (const mark of marksOutside(text, contents, tokenizer.vocabulary)) {
    tokens.push(...tokenizer.tokenize(text.slice(offset, mark.start), false), mark.token)
    offset = mark.end
  }
  tokens.push(...tokenizer.tokenize(text.slice(offset), false))
  return tokens
}

function marksOutside(
  text: string,
  contents: readonly Span[],
  { controlTokens }: Vocabulary,
): (Span & { readonly token: number })[] {
  const marks: (Span & { readonly token: number })[] = []
  const names = [...controlTokens].sort(([a], [b]) => b.length - a.length)
  const isFree = ({ start, end }: Span): boolean =>
    [...contents, ...marks].every((taken) => end <= taken.start || start >= taken.end)
  for (const [name, token] of names) {
    if (name === '') continue
    for (let start = text.indexOf(name); start >= 0; start = text.indexOf(name, start + 1)) {
      const span = { start, end: start + name.length, token }
      if (isFree(span)) marks.push(span)
    }
  }
  return marks.sort((a, b) => a.start - b.start)
}
