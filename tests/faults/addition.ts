/** The parts of a request's body that matter here. */
export interface AskedBody {
  readonly model?: string
  /** Raw prompts; some clients send several at once. */
  readonly prompt?: string | readonly string[]
  readonly messages?: readonly { readonly role: string; readonly content: unknown }[]
}

/** The prompts of a request as texts: one, but for a batch of raw prompts. */
export function promptsOf({ prompt, messages }: AskedBody): readonly string[] {
  if (messages !== undefined) return [messages.map(({ content }) => textOf(content)).join('\n')]
  if (typeof prompt === 'string') return [prompt]
  return prompt ?? ['']
}

/** Far enough back for the question asked, which stands at the end. */
const END_OF_PROMPT = 300

/**
 * The sum of the last two integers that a prompt adds (`12 + 34`, `12 plus 34`), as text. Any other prompt is
 * answered with `ok`, so that probes find a server that is well.
 */
function answerTo(prompt: string): string {
  let last: RegExpExecArray | undefined
  for (const match of prompt.slice(-END_OF_PROMPT).matchAll(/(-?\d+)\s*(?:\+|plus)\s*(-?\d+)/g)) last = match
  return last === undefined ? 'ok' : String(Number(last[1]) + Number(last[2]))
}

/** The body of a right answer, in the form of `/completions` or `/chat/completions`. */
export function answerBody(chat: boolean, model: string, prompts: readonly string[]): string {
  const choices = prompts.map((prompt, index) => {
    const text = answerTo(prompt)
    return chat
      ? { index, message: { role: 'assistant', content: text, refusal: null }, finish_reason: 'stop' }
      : { index, text: ` ${text}`, logprobs: null, finish_reason: 'stop' }
  })
  const promptTokens = prompts.reduce((sum, prompt) => sum + Math.ceil(prompt.length / 4), 0)
  return JSON.stringify({
    id: 'cmpl-1',
    object: chat ? 'chat.completion' : 'text_completion',
    created: 1,
    model,
    choices,
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: prompts.length,
      total_tokens: promptTokens + prompts.length,
    },
  })
}

/** A message's content: text, or a list of parts with text. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part: { text?: unknown }) => (typeof part.text === 'string' ? part.text : '')).join('')
}
