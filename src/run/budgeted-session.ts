import { InputError } from '../domain/input-error.ts'
import type { Model } from '../domain/model.ts'
import type { Prompt } from '../domain/prompt.ts'
import type { Session } from '../domain/provider.ts'
import { ProviderError, type ProviderErrorKind } from '../domain/provider-error.ts'
import { usageOf } from './ask-question.ts'
import { type Budget, BudgetReached, type Hold, type Spend } from './budget.ts'
import { mostLikelihoodTokens, spendOf, worstCase } from './call-cost.ts'
import { contextBound } from './misfit.ts'

/** The server said no, or was never reached: nothing was computed, and nothing is billed. */
const NEVER_BILLED: ReadonlySet<ProviderErrorKind> = new Set([
  'rate-limit',
  'server',
  'context',
  'unsupported',
  'auth',
  'not-found',
  'unreachable',
  'bad-request',
])

/** The same of several requests that count as one call: what the first of them would have met. */
const NEVER_BEGUN: ReadonlySet<ProviderErrorKind> = new Set([
  'unsupported',
  'auth',
  'not-found',
  'unreachable',
])

const NOTHING: Spend = { usd: 0, tokens: 0 }

/**
 * The session, each of whose calls (trials, tries again, probes) has room in the budget before it is made. A call that
 * was cut off or timed out may have been answered and billed: it counts with its worst case. Its `complete` also throws
 * BudgetReached, and InputError where nothing bounds the length of an answer.
 */
export function budgetedSession(session: Session, model: Model, budget: Budget): Session {
  const complete: Session['complete'] = async (request, options) => {
    const answerTokens = mostAnswerTokens(request.decoding.maxTokens, model, session)
    const held = await holdFor(request.prompt, session, budget, (promptTokens) =>
      worstCase(model.price, promptTokens, answerTokens),
    )
    return settled(
      held,
      () => session.complete(request, options),
      (completion) => spendOf(model, completion, held.worst),
    )
  }
  // Everything else stays the session's own, also what it learns on the way.
  const likelihoods = budgetedLikelihoods(session, model, budget)
  const own = { complete: { value: complete }, ...(likelihoods && { likelihoods: { value: likelihoods } }) }
  return Object.create(session, own) as Session
}

/** The session's likelihoods, with room in the budget for each call. */
function budgetedLikelihoods(session: Session, model: Model, budget: Budget): Session['likelihoods'] {
  const take = session.likelihoods?.bind(session)
  return (
    take &&
    (async (request, options) => {
      const held = await holdFor(request.prompt, session, budget, (promptTokens) => {
        const most = mostLikelihoodTokens(request.continuations, promptTokens)
        return worstCase(model.price, most.promptTokens, most.answerTokens)
      })
      return settled(
        held,
        () => take(request, options),
        (answer) => spendOf(model, usageOf(answer), held.worst),
        // A server may have been asked for each text by itself.
        request.continuations.length > 1 ? NEVER_BEGUN : NEVER_BILLED,
      )
    })
  )
}

/** Makes a call that has its room, and gives back what it did not use. */
async function settled<T>(
  { hold }: Held,
  call: () => Promise<T>,
  spent: (value: T) => Spend,
  free: ReadonlySet<ProviderErrorKind> = NEVER_BILLED,
): Promise<T> {
  try {
    const value = await call()
    hold.settle(spent(value))
    return value
  } catch (error) {
    if (error instanceof ProviderError && free.has(error.kind)) hold.settle(NOTHING)
    else hold.lose()
    throw error
  }
}

/** Room that is taken for a call. */
interface Held {
  readonly hold: Hold
  readonly worst: Spend
}

/** Tokens are counted only where their bound finds no room. */
async function holdFor(
  prompt: Prompt,
  session: Session,
  budget: Budget,
  worstOf: (promptTokens: number) => Spend,
): Promise<Held> {
  const take = (promptTokens: number): Held => {
    const worst = worstOf(promptTokens)
    return { hold: budget.take(worst), worst }
  }
  try {
    return take(contextBound(prompt))
  } catch (error) {
    if (!(error instanceof BudgetReached) || error.limit === 'minutes') throw error
    if (session.capabilities.tokenCounts !== 'exact' || session.countTokens === undefined) throw error
  }
  return take(await session.countTokens(prompt))
}

/** Where the model takes no limit, an answer can fill its context. */
function mostAnswerTokens(maxTokens: number, model: Model, { capabilities }: Session): number {
  if (capabilities.samplingOptions.includes('max_tokens')) return maxTokens
  const context = capabilities.contextLength ?? model.contextLength
  if (context !== undefined) return Math.max(context, maxTokens)
  throw new InputError({
    message: `model "${model.name}" takes no max_tokens, so nothing bounds what an answer costs`,
    hint: 'state its context_length, or run it without a budget of usd or tokens',
  })
}
