/** One message of a chat. `cuts`: offsets in `content` (UTF-16 units), as in a raw prompt. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
  readonly cuts: readonly number[]
}

/**
 * What a model is given. `cuts` are offsets in UTF-16 units, ascending: where the instruction and each demonstration
 * end, and where the words that all queries begin with end. Prompts of the same draw are alike up to them.
 */
export type Prompt =
  | { readonly rendering: 'raw'; readonly text: string; readonly cuts: readonly number[] }
  | { readonly rendering: 'chat' | 'chat-turns'; readonly messages: readonly Message[] }

/** The prompt's own text, without a chat template: for byte counts and for people. */
export function promptText(prompt: Prompt): string {
  return prompt.rendering === 'raw'
    ? prompt.text
    : prompt.messages.map((message) => message.content).join('\n')
}
