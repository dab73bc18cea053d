import type { Completion } from './provider.ts'

/**
 * A completion without its first stop string and what follows. Servers do this themselves; reasoning models
 * refuse to, and some servers take fewer stop strings than a task has.
 */
export function cutAtStop(completion: Completion, stop: readonly string[]): Completion {
  let end = completion.text.length
  for (const string of stop) {
    const at = string === '' ? -1 : completion.text.indexOf(string)
    if (at !== -1 && at < end) end = at
  }
  if (end === completion.text.length) return completion
  const text = completion.text.slice(0, end)
  if (completion.finishReason === 'refused') return { ...completion, text }
  // The provider's own word (`length`) is about a text that is not kept: a later rescore would take it for a cut.
  const { rawFinishReason: _, ...kept } = completion
  return { ...kept, text, finishReason: 'stop' }
}
