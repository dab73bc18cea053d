import type { Speaker } from './ask.ts'
import type { Caller } from './call.ts'
import { choiceAt, echoRequest } from './likelihoods.ts'
import { readEcho } from './read-echo.ts'

const PROMPT = 'The sky is'
const CONTINUATIONS = [' blue', ' green and'] as const

/**
 * Asks for the likelihoods of two short texts, to see whether the server has any: it must return log-probabilities of
 * the tokens that were sent, for both, with offsets that line up. Says why where it has none.
 *
 * @throws ProviderError worth another try
 */
export async function probeEcho(call: Caller, speaker: Speaker, signal: AbortSignal): Promise<boolean> {
  const body = echoRequest(PROMPT, CONTINUATIONS, speaker.dialect)
  const answer = await call({ method: 'post', path: '/completions', body, signal, stage: 'open' })
  if (!answer.ok && answer.error.retryable && answer.error.kind !== 'malformed') throw answer.error
  const problem = answer.ok ? problemOf(answer.body) : answer.error.message
  if (problem !== undefined) speaker.notice(`no likelihoods of given texts: ${problem}`)
  return problem === undefined
}

function problemOf(body: unknown): string | undefined {
  for (const [place, continuation] of CONTINUATIONS.entries()) {
    const reading = readEcho(choiceAt(body, place), PROMPT, continuation)
    if (reading.state !== 'likelihood') return reading.problem
  }
  return undefined
}
