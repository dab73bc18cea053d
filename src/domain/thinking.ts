import type { Completion } from './provider.ts'

const OPENING = /^\s*<think(?:ing)?>/
const CLOSING = /<\/think(?:ing)?>/

/**
 * A completion whose thinking, written into its text between `<think>` and `</think>`, is kept apart in `reasoning`.
 * Thinking that never ends leaves no answer.
 *
 * @param opened the model may have been started inside its thinking: chat templates of reasoning models write `<think>`
 *   themselves, and the text then holds its end only
 */
export function withThinkingApart(completion: Completion, opened: boolean): Completion {
  const { text } = completion
  const opening = OPENING.exec(text)?.[0]
  const closing = opening !== undefined || opened ? CLOSING.exec(text) : null
  if (opening === undefined && closing === null) return completion
  const from = opening?.length ?? 0
  const thinking = closing === null ? text.slice(from) : text.slice(from, closing.index)
  const answer = closing === null ? '' : text.slice(closing.index + closing[0].length)
  const parts = [completion.reasoning, thinking.trim()].filter((part) => part !== undefined && part !== '')
  // Empty thinking is thinking all the same: where the limit cut it, no answer was to be expected yet.
  return { ...completion, text: answer.replace(/^\s+/, ''), reasoning: parts.join('\n') }
}
