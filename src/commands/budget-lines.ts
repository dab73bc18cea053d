import type { BudgetSettings } from '../config/run-settings.ts'
import type { Budget, BudgetLimits } from '../run/budget.ts'
import { trialsText } from './trials-text.ts'

/** What a run's budget came to. */
export interface BudgetOutcome {
  readonly limits: BudgetSettings
  readonly budget: Budget
  /** The limits that kept trials from starting. */
  readonly reached: ReadonlySet<keyof BudgetLimits>
  /** Trials of the plan without an answer. */
  readonly left: number
}

/** The closing lines about a run's budget. */
export function budgetLines({ limits, budget, reached, left }: BudgetOutcome): string[] {
  const { spent, maybeBilled } = budget
  const used = [
    ...(limits.usd === undefined ? [] : [`${dollars(spent.usd)} of ${dollars(limits.usd)}`]),
    ...(limits.tokens === undefined ? [] : [`${whole(spent.tokens)} of ${whole(limits.tokens)} tokens`]),
  ]
  const lines = used.length === 0 ? [] : [`spent ${used.join(', ')}`]
  const lost = [
    ...(limits.usd === undefined || maybeBilled.usd === 0 ? [] : [dollars(maybeBilled.usd)]),
    ...(limits.tokens === undefined || maybeBilled.tokens === 0
      ? []
      : [`${whole(maybeBilled.tokens)} tokens`]),
  ]
  if (lost.length > 0)
    lines.push(`kept back at most ${lost.join(', ')} more, which calls that were cut off may have used`)
  if (reached.size > 0) {
    const names = [...reached].map((limit) => limitText(limit, limits)).join(' and ')
    const cure = reached.has('minutes') && reached.size === 1 ? '' : ' with a higher budget'
    lines.push(
      `stopped by the budget of ${names}: ${trialsText(left)} not asked; the same command${cure} goes on from here`,
    )
  }
  return lines
}

function limitText(limit: keyof BudgetLimits, limits: BudgetSettings): string {
  if (limit === 'usd') return dollars(limits.usd ?? 0)
  if (limit === 'tokens') return `${whole(limits.tokens ?? 0)} tokens`
  return `${limits.minutes} ${limits.minutes === 1 ? 'minute' : 'minutes'}`
}

/** `$12.30`, `$0.10`, `$0.0039`: two places, and below a dollar as many as it takes to tell. */
export function dollars(usd: number): string {
  if (usd >= 1 || usd === 0) return `$${usd.toFixed(2)}`
  const places = Math.min(12, Math.max(4, 1 - Math.floor(Math.log10(usd))))
  return `$${usd.toFixed(places).replace(/(\.\d\d\d*?)0+$/, '$1')}`
}

function whole(count: number): string {
  return count.toLocaleString('en-US')
}
