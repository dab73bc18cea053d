import { InputError } from '../../domain/input-error.ts'
import type { Options } from '../../domain/option-rule.ts'
import type { MetricEntry } from '../metric-entry.ts'

const PASS_COLUMN = 'score_pass'

/**
 * The chance that one of k programs passes, from n ≥ k programs for the item, c of which pass: unbiased,
 * 1 − C(n−c, k) / C(n, k) (Chen et al. 2021, arXiv:2107.03374, equation 1). An item with fewer trials has no score.
 */
export const passAtK: MetricEntry = {
  kind: 'discontinuous',
  level: 'item',
  unit: 'fraction',
  description: "the chance that one of k of the item's programs passes, unbiased over all its trials",
  readsTargets: false,
  options: {
    k: { type: 'number', required: true, description: 'the number of programs that are tried' },
    of: {
      type: 'string',
      required: false,
      description: `the score column that says which passed; ${PASS_COLUMN} where not given`,
    },
  },
  taskProblem: ({ metrics }, options) =>
    metrics.some(({ column }) => column === columnOf(options))
      ? undefined
      : `the task fills no column ${columnOf(options)}; it has ${metrics.map(({ column }) => column).join(', ')}`,
  trialsNeeded: ({ k }) => Number(k),
  create: (options) => {
    const k = checkedK(options)
    const column = columnOf(options)
    return {
      level: 'item',
      name: 'pass_at_k',
      kind: 'discontinuous',
      unit: 'fraction',
      score: (rows) => {
        const scores = rows.flatMap(({ scores }) => scores[column] ?? [])
        return passChance(scores.length, scores.filter((score) => score === 1).length, k)
      },
    }
  },
}

function columnOf({ of }: Options): string {
  return of === undefined ? PASS_COLUMN : String(of)
}

/** The estimate from `passed` of `trials`, as a product so that no binomial overflows; undefined below k trials. */
function passChance(trials: number, passed: number, k: number): number | undefined {
  if (trials < k) return undefined
  if (trials - passed < k) return 1
  let allFail = 1
  for (let n = trials - passed + 1; n <= trials; n++) allFail *= 1 - k / n
  return 1 - allFail
}

function checkedK({ k }: Options): number {
  if (typeof k === 'number' && Number.isSafeInteger(k) && k >= 1) return k
  throw new InputError(`metric pass_at_k: k is ${JSON.stringify(k)}, wanted a whole number from 1`)
}
