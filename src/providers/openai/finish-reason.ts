import type { FinishReason } from '../../domain/provider.ts'

const FINISH_REASONS: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  ['eos', 'stop'],
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['content_filter', 'refused'],
  ['refusal', 'refused'],
])

/** The unified reason; words that no table knows are `other`, never guessed. */
export function toFinishReason(raw: string | undefined): FinishReason {
  return raw === undefined ? 'other' : (FINISH_REASONS.get(raw) ?? 'other')
}
