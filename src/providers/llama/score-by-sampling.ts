import type { LlamaContextSequence } from 'node-llama-cpp'
import { nativeSampling } from './native-sampling.ts'
import { createPositionReader } from './position-reader.ts'
import { scoreByDistribution } from './score-by-distribution.ts'
import { type ScoreNext, scoringInputs, type TokenScore } from './score-next.ts'

/**
 * Scores by sampling the logits a few times (see `createPositionReader`): adds a fifth at most to evaluating the tokens, in the models seen. Where the
 * library does not let us, the plain way gives the same numbers.
 */
export function createScoreNext(sequence: LlamaContextSequence): ScoreNext {
  const native = nativeSampling(sequence.context)
  if (native === undefined) return scoreByDistribution(sequence)
  const readPosition = createPositionReader(native)
  const { batchSize } = sequence.context
  return async (tokens, asked) => {
    const outputs = await sequence.controlledEvaluate(scoringInputs(tokens, asked, {}))
    const scores: TokenScore[][] = []
    for (const [index, wanted] of asked.entries()) {
      const greedy = outputs[index]?.next.token
      // The logits of the last batch stay where they are until the next one.
      const logProbability = wanted.length === 0 ? undefined : await readPosition(index % batchSize)
      const found: TokenScore[] = []
      for (const token of wanted)
        found.push({
          logProbability: (await logProbability?.(token)) ?? Number.NaN,
          greedy: token === greedy,
        })
      scores.push(found)
    }
    return scores
  }
}
