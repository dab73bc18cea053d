import { cutAtStop } from '../domain/cut-at-stop.ts'
import type { Model } from '../domain/model.ts'
import type { Session } from '../domain/provider.ts'
import { withThinkingApart } from '../domain/thinking.ts'

/**
 * The session, its completions with their thinking apart from the answer. A model that is declared a reasoning model is
 * given no stop strings, which would end its thinking: they are applied to the answer after it.
 */
export function thinkingSession(session: Session, { tuning }: Pick<Model, 'tuning'>): Session {
  const ask = session.complete.bind(session)
  const complete: Session['complete'] =
    tuning === 'reasoning'
      ? async (request, options) => {
          const { decoding } = request
          const completion = await ask({ ...request, decoding: { ...decoding, stop: [] } }, options)
          return cutAtStop(withThinkingApart(completion, true), decoding.stop)
        }
      : async (request, options) => withThinkingApart(await ask(request, options), false)
  return Object.create(session, { complete: { value: complete } }) as Session
}
