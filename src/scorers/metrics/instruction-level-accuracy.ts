import type { Options } from '../../domain/option-rule.ts'
import { instructionCount } from '../instructions/item-checks.ts'
import type { MetricEntry } from '../metric-entry.ts'

const FOLLOWED_COLUMN = 'score_instructions_followed'

/**
 * The share of all instructions of a point that are followed (Zhou et al. 2023, arXiv:2311.07911): unlike the mean of
 * `instructions_followed`, an item counts as often as it has instructions.
 */
export const instructionLevelAccuracy: MetricEntry = {
  kind: 'continuous',
  level: 'aggregate',
  unit: 'fraction',
  description: 'the share of all instructions that are followed, over all answers',
  readsTargets: false,
  options: {
    of: {
      type: 'string',
      required: false,
      description: `the score column of instructions_followed; ${FOLLOWED_COLUMN} where not given`,
    },
  },
  taskProblem: ({ metrics }, options) =>
    metrics.some(({ column, metric }) => column === columnOf(options) && metric === 'instructions_followed')
      ? undefined
      : `the task has no metric instructions_followed with the column ${columnOf(options)}; it has ${metrics.map(({ column }) => column).join(', ')}`,
  create: (options) => ({
    level: 'aggregate',
    name: 'instruction_level_accuracy',
    kind: 'continuous',
    unit: 'fraction',
    prepare: (rows) => {
      const counted = rows.map(({ scores, fields }) => {
        const score = scores[columnOf(options)]
        return score === undefined ? undefined : { score, instructions: instructionCount(fields) }
      })
      return (weights) => {
        let followed = 0
        let all = 0
        for (const [index, row] of counted.entries()) {
          if (row === undefined) continue
          const instructions = row.instructions * (weights[index] ?? 0)
          followed += row.score * instructions
          all += instructions
        }
        return all === 0 ? undefined : followed / all
      }
    },
  }),
}

function columnOf({ of }: Options): string {
  return of === undefined ? FOLLOWED_COLUMN : String(of)
}
