import type { CompletionRequest } from '../../domain/provider.ts'
import type { CallContext } from '../http/provider-error-from.ts'
import type { Answer, Caller } from './call.ts'
import { type Dialect, learnFrom } from './dialect.ts'
import { toRequest } from './to-request.ts'

/** The dialect spoken with a server for one model, shared by all requests in flight. */
export interface Speaker {
  dialect: Dialect
  /** Tells the person what was learned: one line for each option, however many requests ran into it. */
  readonly notice: (line: string) => void
}

/**
 * Asks for one completion. A refusal that names an option is learned from and the request is put again without
 * it: the server has not worked on it, so this is no retry. Any other answer comes back as it is.
 */
export async function ask(
  call: Caller,
  request: CompletionRequest,
  speaker: Speaker,
  { signal, stage }: { readonly signal: AbortSignal; readonly stage: CallContext['stage'] },
): Promise<Answer> {
  // Each turn but the last has learned one thing more, and there are few things to learn.
  for (;;) {
    const spoken = speaker.dialect
    const { path, body } = toRequest(request, spoken)
    const answer = await call({ method: 'post', path, body, signal, stage })
    if (answer.ok || answer.failure === undefined) return answer
    const lesson = learnFrom(answer.failure, spoken)
    if (lesson === undefined) return answer
    // Another request may have learned in the meantime; then its dialect is tried first.
    if (speaker.dialect === spoken) {
      speaker.dialect = lesson.dialect
      speaker.notice(lesson.line)
    }
  }
}
