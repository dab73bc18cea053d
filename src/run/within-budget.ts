import { type Budget, BudgetReached } from './budget.ts'

/**
 * Asks, and asks again after waiting for calls in flight to give back room in the budget, until there is an answer
 * (`undefined`) or there can be no room any more. Waiting takes nothing of a trial's own time.
 */
export async function withinBudget(
  ask: () => Promise<void>,
  budget: Budget | undefined,
  draining: AbortSignal,
): Promise<BudgetReached | undefined> {
  for (;;) {
    try {
      await ask()
      return undefined
    } catch (error) {
      if (!(error instanceof BudgetReached)) throw error
      if (error.final || budget === undefined) return error
      await budget.released()
      if (draining.aborted) return error
    }
  }
}
