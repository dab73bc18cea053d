import { wilsonInterval } from '../../src/curves/wilson.ts'
import { VERDICTS } from '../../src/domain/verdict-row.ts'
import { csvText } from '../../src/results/csv-text.ts'
import type { Step, Tally } from './step.ts'
import type { Truth } from './truths.ts'

/** How a rule did on one truth in one design: rates are shares of the repetitions. */
export interface Rates extends Tally {
  readonly truth: Truth
  readonly design: string
  readonly scatter: number
}

/** Puts the stretches of each step together. */
export function rateTable(): { add(step: Step, tallies: readonly Tally[]): void; rows(): readonly Rates[] } {
  const rows = new Map<string, Rates>()
  return {
    rows: () => [...rows.values()],
    add: ({ truth, design, scatter }, tallies) => {
      for (const tally of tallies) {
        const key = [truth.name, design.name, scatter, tally.rule, tally.companion].join('\u0000')
        const known = rows.get(key)
        const place = { truth, design: design.name, scatter }
        rows.set(key, known === undefined ? { ...place, ...tally } : { ...place, ...added(known, tally) })
      }
    },
  }
}

function added(a: Tally, b: Tally): Tally {
  const counts = Object.fromEntries(VERDICTS.map((one) => [one, a.counts[one] + b.counts[one]]))
  return {
    ...{ rule: a.rule, companion: a.companion, reps: a.reps + b.reps, alone: a.alone + b.alone },
    counts: counts as Tally['counts'],
  }
}

/**
 * rates.csv. `emergent_low` and `emergent_high` are the 95 % Monte Carlo interval (Wilson); `emergent_alone` is the
 * share that this rule calls `emergent` and the other does not, on the same runs.
 */
export function ratesCsv(rows: readonly Rates[], seed: number): string {
  const places = 4
  const head = ['truth', 'kind', 'design', 'scatter', 'rule', 'companion', 'seed', 'reps', ...VERDICTS]
  return csvText([
    [...head, 'emergent_low', 'emergent_high', 'emergent_alone'],
    ...rows.map(({ truth, design, scatter, rule, companion, reps, counts, alone }) => {
      const { low, high } = wilsonInterval(counts.emergent / reps, reps)
      const rates = [...VERDICTS.map((verdict) => counts[verdict] / reps), low, high, alone / reps]
      return [
        ...[truth.name, truth.kind, design, scatter, rule, companion, seed, reps],
        ...rates.map((rate) => Number(rate.toFixed(places))),
      ]
    }),
  ])
}
