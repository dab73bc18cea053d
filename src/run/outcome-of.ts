import type { Outcome } from '../domain/outcome.ts'
import type { Completion } from '../domain/provider.ts'
import type { PrimaryAnswer } from './scoring.ts'

/**
 * The outcome of a trial that was answered, by precedence: refused, empty, truncated, unparsed, ok. Reaching the
 * length limit is `truncated` only when the answer was not complete by then.
 */
export function outcomeOf(completion: Completion, found: PrimaryAnswer): Outcome {
  if (completion.finishReason === 'refused') return 'refused'
  const cut = completion.finishReason === 'length'
  if (completion.text.trim() === '') return cut && completion.reasoning !== undefined ? 'truncated' : 'empty'
  if (cut && !found.complete) return 'truncated'
  return found.answer === undefined ? 'unparsed' : 'ok'
}
