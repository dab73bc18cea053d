import { JUDGE_OPTIONS, judgedScore, verdictPattern } from '../judge-question.ts'
import type { MetricEntry } from '../metric-entry.ts'

/** A reply that begins with its verdict, in bold or not. */
const FIRST_WORD = /^[\s*_"'#]*(yes|no)\b/iu

/** 1 where a judge model says yes to a question about the answer, 0 where it says no. */
export const judge: MetricEntry = {
  kind: 'discontinuous',
  level: 'trial',
  unit: 'fraction',
  description: '1 where a model that is asked about the answer says yes, 0 where it says no',
  needs: 'judge',
  readsTargets: false,
  options: {
    ...JUDGE_OPTIONS,
    pattern: {
      type: 'string',
      required: false,
      description:
        'a regular expression that finds yes or no in the reply, as its first group; without it the reply begins with one of them',
    },
  },
  create: (options, services) => {
    const verdict = verdictPattern(options.pattern, FIRST_WORD)
    const read = (reply: string): number | undefined => {
      const word = verdict(reply)?.trim().toLowerCase()
      return word === 'yes' ? 1 : word === 'no' ? 0 : undefined
    }
    return {
      level: 'trial',
      name: 'judge',
      kind: 'discontinuous',
      unit: 'fraction',
      score: judgedScore(options, services, read),
    }
  },
}
