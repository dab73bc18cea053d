import { getLlama, LlamaLogLevel, type LlamaModel } from 'node-llama-cpp'
import { createHeldPieces } from '../../../src/providers/llama/held-pieces.ts'
import { createLikelihoods, type LikelihoodParts } from '../../../src/providers/llama/likelihoods.ts'
import type { PromptTokenizer } from '../../../src/providers/llama/prompt-tokens.ts'
import { scoreByDistribution } from '../../../src/providers/llama/score-by-distribution.ts'
import { createScoreNext } from '../../../src/providers/llama/score-by-sampling.ts'
import type { ScoreNext } from '../../../src/providers/llama/score-next.ts'
import { createVocabulary } from '../../../src/providers/llama/vocabulary.ts'
import { pathOf } from '../../real-parts.ts'
import type { RealModel } from './real-engine.ts'

/** A model in this process, with both ways of scoring on one sequence. */
export interface RealScoring {
  readonly model: LlamaModel
  readonly tokenizer: PromptTokenizer
  readonly sequence: LikelihoodParts['sequence']
  /** The way that the engine takes. */
  readonly fast: ScoreNext
  /** By the whole distribution. */
  readonly plain: ScoreNext
  /** `Session.likelihoods` without a process, by the way given. */
  likelihoods(scoreNext: ScoreNext): ReturnType<typeof createLikelihoods>
  /** Tokens of a text, BOS in front where the model wants it. */
  tokens(text: string): number[]
  /** Forgets everything. */
  clear(): Promise<void>
  close(): Promise<void>
}

const ROOM = 1024

export async function openScoring(name: RealModel): Promise<RealScoring> {
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    logLevel: LlamaLogLevel.error,
  })
  const model = await llama.loadModel({ modelPath: pathOf(name) })
  const context = await model.createContext({
    contextSize: ROOM,
    batchSize: 512,
    sequences: 1,
    threads: 1,
    swaFullCache: true,
  })
  const sequence = context.getSequence()
  const { ggml } = model.fileInfo.metadata.tokenizer
  const bos = model.tokens.shouldPrependBosToken ? (model.tokens.bos ?? undefined) : undefined
  const tokenizer: PromptTokenizer = {
    tokenize: (text, marks) => model.tokenize(text, marks),
    vocabulary: createVocabulary(ggml, (token) => model.detokenize([token as never], true)),
    bos,
    chatTemplate: 'none',
  }
  const held = createHeldPieces(sequence)
  return {
    model,
    tokenizer,
    sequence,
    fast: createScoreNext(sequence),
    plain: scoreByDistribution(sequence),
    likelihoods: (scoreNext) => createLikelihoods({ sequence, held, tokenizer, scoreNext, room: ROOM }),
    tokens: (text) => [...(bos === undefined ? [] : [bos]), ...model.tokenize(text, false)],
    clear: () => sequence.eraseContextTokenRanges([{ start: 0, end: sequence.nextTokenIndex }]),
    close: () => model.dispose(),
  }
}

/** Texts whose tokens range from certain to all but impossible, in several scripts. */
export const TEXTS = [
  'English: dog\nFrench: chien\n\nEnglish: the red house\nFrench: la maison rouge\n\nEnglish: two coffees\nFrench: deux cafés',
  '输入：你好\n输出：Hello 😀\n\n输入：再见\n输出：Goodbye zxqj plugh €€ 0x7f',
] as const
