import { InputError } from '../../domain/input-error.ts'
import type { OptionValue } from '../../domain/option-rule.ts'
import { bestOver, type MetricEntry } from '../metric-entry.ts'
import { NORMALISE_RULE, normaliser } from '../normalise.ts'

/** 1 where the answer equals a target after normalisation, else 0. */
export const exactMatch: MetricEntry = {
  kind: 'discontinuous',
  level: 'trial',
  unit: 'fraction',
  description: '1 where the answer equals a target after normalisation (default: trim)',
  options: {
    normalise: NORMALISE_RULE,
    remove: {
      type: 'texts',
      required: false,
      description: 'regular expressions whose matches are taken out of answer and target first',
    },
  },
  create: (options) => {
    const remove = remover(options.remove)
    const steps = normaliser(options.normalise, ['trim'])
    const normalise = (text: string): string => steps(remove(text))
    return {
      level: 'trial',
      name: 'exact_match',
      kind: 'discontinuous',
      unit: 'fraction',
      score: (answer, targets) => {
        const given = normalise(answer)
        return bestOver(targets, (target) => (normalise(target) === given ? 1 : 0))
      },
    }
  },
}

/** Takes out what the expressions match, one after the other. @throws InputError where one is none */
function remover(sources: OptionValue | undefined): (text: string) => string {
  const expressions = (Array.isArray(sources) ? sources : []).map((source: string) => {
    try {
      return new RegExp(source, 'gu')
    } catch (error) {
      throw new InputError(`exact_match, remove: ${error instanceof Error ? error.message : String(error)}`)
    }
  })
  return (text) => expressions.reduce((left, expression) => left.replaceAll(expression, ''), text)
}
