/** What a run may use; a limit that is not given does not bind. */
export interface BudgetLimits {
  /** US dollars of the whole run, of earlier invocations too. */
  readonly usd?: number | undefined
  /** Prompt and answer tokens of the whole run, of earlier invocations too. */
  readonly tokens?: number | undefined
  /** Wall time of this invocation; calls that are in flight then are let finish. */
  readonly minutes?: number | undefined
}

/** What calls use. */
export interface Spend {
  readonly usd: number
  readonly tokens: number
}

/** The room that a call in flight takes in the budget: its worst case, until its real cost is known. */
export interface Hold {
  /** Gives the room back for what the call really used. */
  settle(real: Spend): void
  /** The call ended without an answer and may be billed all the same: its room stays taken. */
  lose(): void
}

export interface Budget {
  /** Room for a call's worst case. @throws BudgetReached when there is none, or the time is over */
  take(worst: Spend): Hold
  /** Resolves when a call in flight gives room back; at once when none is in flight. */
  released(): Promise<void>
  /** @throws BudgetReached when the time is over */
  checkTime(): void
  /** Used so far, what was found done before included. */
  readonly spent: Spend
  /** Worst cases of calls without an answer that may be billed; not part of `spent`. */
  readonly maybeBilled: Spend
}

/** A call could go beyond a limit: it is not made, and its trial stays open. */
export class BudgetReached extends Error {
  override readonly name = 'BudgetReached'
  readonly kind = 'budget'
  readonly limit: keyof BudgetLimits
  /** False when calls in flight may yet give back enough room. */
  readonly final: boolean

  constructor(limit: keyof BudgetLimits, final: boolean) {
    super(`the budget of ${limit} is reached`)
    this.limit = limit
    this.final = final
  }
}

export interface BudgetDeps {
  /** Monotonic milliseconds. */
  readonly now: () => number
  /** When the invocation began, on that clock. */
  readonly startedAt: number
  /** What the rows of the current plan that stand already have used. */
  readonly before: Spend
}

const RESOURCES = ['usd', 'tokens'] as const

/**
 * A run's budget. What is used, what may be billed and what calls in flight use at worst never exceed a limit
 * together, as long as no call costs more than its worst case.
 */
export function createBudget(limits: BudgetLimits, { now, startedAt, before }: BudgetDeps): Budget {
  const spent = { ...before }
  const maybeBilled = { usd: 0, tokens: 0 }
  const held = { usd: 0, tokens: 0 }
  const deadline =
    limits.minutes === undefined ? Number.POSITIVE_INFINITY : startedAt + limits.minutes * 60_000
  let holds = 0
  let waiting: (() => void)[] = []

  const release = (worst: Spend): void => {
    holds--
    // Back to an exact 0 where rounding would leave a trace of what was added and taken away.
    for (const resource of RESOURCES) held[resource] = holds === 0 ? 0 : held[resource] - worst[resource]
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  }
  const checkTime = (): void => {
    if (now() >= deadline) throw new BudgetReached('minutes', true)
  }
  return {
    spent,
    maybeBilled,
    checkTime,
    take: (worst) => {
      checkTime()
      for (const resource of RESOURCES) {
        const limit = limits[resource] ?? Number.POSITIVE_INFINITY
        const wanted = spent[resource] + maybeBilled[resource] + worst[resource]
        if (wanted + held[resource] > limit) throw new BudgetReached(resource, wanted > limit)
      }
      holds++
      add(held, worst)
      let open = true
      const close = (sum: { usd: number; tokens: number }, used: Spend): void => {
        if (!open) return
        open = false
        add(sum, used)
        release(worst)
      }
      return { settle: (real) => close(spent, real), lose: () => close(maybeBilled, worst) }
    },
    released: () => (holds === 0 ? Promise.resolve() : new Promise((wake) => waiting.push(wake))),
  }
}

function add(sum: { usd: number; tokens: number }, more: Spend): void {
  sum.usd += more.usd
  sum.tokens += more.tokens
}
