import type { EngineFailureFacts, EngineFailureKind } from './protocol.ts'

/** A failure inside an engine process whose kind is known. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure'
  readonly kind: EngineFailureKind

  constructor(kind: EngineFailureKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

/**
 * A thrown value as it travels to the parent. The native engine throws plain `Error`s: those count as its crash,
 * which may be tried again; any other class (`TypeError`, …) is a bug of ours.
 */
export function failureFacts(thrown: unknown): EngineFailureFacts {
  if (thrown instanceof EngineFailure) return { kind: thrown.kind, message: thrown.message }
  if (!(thrown instanceof Error)) return { kind: 'bug', message: String(thrown) }
  const kind = thrown.constructor === Error ? 'crash' : 'bug'
  return { kind, message: thrown.message, stack: thrown.stack }
}

/** An error's message, or the thrown value as text. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
