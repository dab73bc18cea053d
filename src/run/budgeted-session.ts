import { InputError } from '../domain/input-error.ts'
import type { Model } from '../domain/model.ts'
import type { CompletionRequest, Session } from '../domain/provider.ts'
import { ProviderError, type ProviderErrorKind } from '../domain/provider-error.ts'
import { type Budget, BudgetReached, type Hold, type Spend } from './budget.ts'
import { spendOf, worstCase } from './call-cost.ts'
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

const NOTHING: Spend = { usd: 0, tokens: 0 }

/**
 * The session, each of whose calls (trials, tries again, probes) has room in the budget before it is made. A call that
 * was cut off or timed out may have been answered and billed: it counts with its worst case. Its `complete` also throws
 * BudgetReached, and InputError where nothing bounds the length of an answer.
 */
export function budgetedSession(session: Session, model: Model, budget: Budget): Session {
  const complete: Session['complete'] = async (request, options) => {
    const { hold, worst } = await holdFor(request, model, session, budget)
    try {
      const completion = await session.complete(request, options)
      hold.settle(spendOf(model, completion, worst))
      return completion
    } catch (error) {
      if (error instanceof ProviderError && NEVER_BILLED.has(error.kind)) hold.settle(NOTHING)
      else hold.lose()
      throw error
    }
  }
  // Everything else stays the session's own, also what it learns on the way.
  return Object.create(session, { complete: { value: complete } }) as Session
}

/** Tokens are counted only where their bound finds no room. */
async function holdFor(
  { prompt, decoding }: CompletionRequest,
  model: Model,
  session: Session,
  budget: Budget,
): Promise<{ readonly hold: Hold; readonly worst: Spend }> {
  const answerTokens = mostAnswerTokens(decoding.maxTokens, model, session)
  const take = (promptTokens: number) => {
    const worst = worstCase(model.price, promptTokens, answerTokens)
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
