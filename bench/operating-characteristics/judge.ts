import { RULE_1, RULE_2, type VerdictRule } from '../../src/curves/verdict/rule.ts'
import { type RunVerdict, runVerdicts } from '../../src/curves/verdict/run-verdicts.ts'
import type { SimulatedRun } from './simulate.ts'

/** The rules that are compared, on the same runs. */
export const RULES: readonly VerdictRule[] = [RULE_1, RULE_2]

/** Continuous metrics of the same answers, as score columns. */
export const COMPANIONS = {
  'log-likelihood': 'score_target_loglikelihood',
  digits: 'score_digit_accuracy',
} as const

export type Companion = keyof typeof COMPANIONS

/** The verdict that `icl curves` gives a simulated run, by a rule and a companion. */
export function judge(
  { cells, context }: SimulatedRun,
  rule: VerdictRule,
  companion: Companion = 'log-likelihood',
): RunVerdict {
  const pairs = new Map(
    context.tasks.map(({ name }) => [
      name,
      { primary: 'score_exact_match', companion: COMPANIONS[companion] },
    ]),
  )
  const [verdict] = runVerdicts(cells, context, { rule, pairs })
  if (verdict === undefined) throw new Error('a simulated run has no curve')
  return verdict
}
