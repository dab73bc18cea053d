import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import { type ScoreNext, SMALLEST_PROBABILITY, scoringInputs } from './score-next.ts'

/**
 * The plain way: the library hands out the probabilities of the whole vocabulary at each position. Sorting and handing
 * them over takes several times as long as evaluating the token.
 */
export function scoreByDistribution(sequence: LlamaContextSequence): ScoreNext {
  return async (tokens, asked) => {
    const outputs = await sequence.controlledEvaluate(scoringInputs(tokens, asked, { probabilities: true }))
    return asked.map((wanted, index) => {
      const { token: greedy, probabilities } = outputs[index]?.next ?? {}
      return wanted.map((token) => ({
        logProbability: Math.log(
          Math.max(probabilities?.get(token as Token) ?? Number.NaN, SMALLEST_PROBABILITY),
        ),
        greedy: token === greedy,
      }))
    })
  }
}
