import { InputError } from '../../domain/input-error.ts'
import { JUDGE_OPTIONS, judgedScore, verdictPattern } from '../judge-question.ts'
import type { MetricEntry } from '../metric-entry.ts'

const NUMBER = /-?\d+(?:\.\d+)?/u

/** A judge model's rating of the answer, from 0 for the lowest number of its scale to 1 for the highest. */
export const judgeRating: MetricEntry = {
  kind: 'continuous',
  level: 'trial',
  unit: 'fraction',
  description:
    'the number that a model rates the answer with, from 0 for the lowest of its scale to 1 for the highest',
  needs: 'judge',
  readsTargets: false,
  options: {
    ...JUDGE_OPTIONS,
    lowest: { type: 'number', required: true, description: 'the lowest number of the scale' },
    highest: { type: 'number', required: true, description: 'the highest number of the scale' },
    pattern: {
      type: 'string',
      required: false,
      description:
        'a regular expression that finds the number in the reply, as its first group; without it the first number counts',
    },
  },
  create: (options, services) => {
    const [lowest, highest] = [Number(options.lowest), Number(options.highest)]
    if (!(lowest < highest))
      throw new InputError(`metric judge_rating: the scale from ${lowest} to ${highest} has no room`)
    const verdict = verdictPattern(options.pattern, NUMBER)
    // A number beyond the scale is no rating: nobody knows what was meant.
    const read = (reply: string): number | undefined => {
      const found = verdict(reply)
      const number = found === undefined || found.trim() === '' ? Number.NaN : Number(found)
      return number >= lowest && number <= highest ? (number - lowest) / (highest - lowest) : undefined
    }
    return {
      level: 'trial',
      name: 'judge_rating',
      kind: 'continuous',
      unit: 'fraction',
      score: judgedScore(options, services, read),
    }
  },
}
