import type { LlamaContext, LlamaModel } from 'node-llama-cpp'
import type { Prompt } from '../../domain/prompt.ts'
import type { Completion, LikelihoodAnswer } from '../../domain/provider.ts'
import { type ChatTemplate, compileChatTemplate } from './chat-template.ts'
import { BATCH_SIZE, contextTokens } from './context-tokens.ts'
import { EngineFailure, messageOf } from './engine-failure.ts'
import { createGenerate } from './generate.ts'
import { type GgufFacts, readGgufFacts } from './gguf-facts.ts'
import { createHeldPieces } from './held-pieces.ts'
import { createLikelihoods } from './likelihoods.ts'
import { importLibrary, loadModel, loadNative } from './load-library.ts'
import { nativeSampling } from './native-sampling.ts'
import { type PromptTokenizer, promptPieces, renderedText } from './prompt-tokens.ts'
import type { EngineCalls, EngineFacts, EngineSetup } from './protocol.ts'
import { createScoreNext } from './score-by-sampling.ts'
import { createVocabulary } from './vocabulary.ts'

/** One model in one context, in this process. */
export interface Engine {
  readonly facts: EngineFacts
  /** One call at a time. @throws EngineFailure `context` before anything is evaluated */
  complete(asked: EngineCalls['complete']['asks'], signal: AbortSignal): Promise<Completion>
  /** One call at a time. @throws EngineFailure `context`, `unsupported` before anything is evaluated */
  likelihoods(asked: EngineCalls['likelihoods']['asks'], signal: AbortSignal): Promise<LikelihoodAnswer>
  count(prompt: Prompt): number
  render(prompt: Prompt): string
  /** Tokens evaluated so far: grows as long as it works. */
  readonly evaluated: number
}

/** Opens a model. @throws EngineFailure `not-installed`, or `file` for weights that cannot be used */
export async function openEngine(setup: EngineSetup): Promise<Engine> {
  const library = await importLibrary()
  const gguf = await readGgufFacts(setup.path, {
    readGgufFileInfo: library.readGgufFileInfo,
    fileTypeName: (type) => library.GgufFileType[type],
  })
  const native = await loadNative(library, setup.gpu)
  const model = await loadModel(native, setup.path)
  const trainedContext = gguf.trainedContext ?? model.trainContextSize
  const { limit, size } = contextTokens(trainedContext, setup)
  const context = await createContext(model, size).catch((error: unknown) => {
    const lastLog = native.log.findLast((line) => line !== '')
    throw new EngineFailure('crash', `no room for the context: ${lastLog ?? messageOf(error)}`)
  })
  const chat = chatTemplateOf(gguf, model)
  return engineOf(model, context, chat, gguf, {
    parameters: gguf.parameters,
    quantization: gguf.quantization,
    family: gguf.family,
    trainedContext,
    contextLength: limit,
    contextSize: size,
    noChat: typeof chat === 'string' ? chat : undefined,
  })
}

/** The library keeps one cell of the context free for the next token, and pads the size. */
function createContext(model: LlamaModel, tokens: number): Promise<LlamaContext> {
  return model.createContext({
    contextSize: tokens,
    batchSize: BATCH_SIZE,
    sequences: 1,
    threads: 1,
    // Without it a model with sliding-window attention cannot go back to a shared prefix.
    swaFullCache: true,
    failedCreationRemedy: false,
  })
}

/** The template, or why there is none. */
function chatTemplateOf({ chatTemplate }: GgufFacts, { tokens }: LlamaModel): ChatTemplate | string {
  if (chatTemplate === undefined) return 'the model has no chat template'
  try {
    const compiled = compileChatTemplate(chatTemplate, {
      bos: tokens.bosString ?? '',
      eos: tokens.eosString ?? '',
    })
    compiled([{ role: 'user', content: 'a', cuts: [] }])
    return compiled
  } catch (error) {
    return `the model's chat template cannot be used: ${messageOf(error)}`
  }
}

function engineOf(
  model: LlamaModel,
  context: LlamaContext,
  chat: ChatTemplate | string,
  gguf: GgufFacts,
  facts: EngineFacts,
): Engine {
  const vocabulary = createVocabulary(gguf.tokenizer, (token) => model.detokenize([token as never], true))
  const tokenizer: PromptTokenizer = {
    tokenize: (text, marks) => model.tokenize(text, marks),
    vocabulary,
    bos: model.tokens.shouldPrependBosToken ? (model.tokens.bos ?? undefined) : undefined,
    chatTemplate: chat,
  }
  const sequence = context.getSequence()
  const held = createHeldPieces(sequence)
  const generate = createGenerate(sequence, held, vocabulary, nativeSampling(context))
  const room = Math.min(facts.contextLength, context.contextSize)
  const scoreNext = createScoreNext(sequence)
  const likelihoods = createLikelihoods({ sequence, held, tokenizer, scoreNext, room })
  return {
    facts,
    count: (prompt) => promptPieces(prompt, tokenizer).flat().length,
    render: (prompt) => renderedText(prompt, tokenizer),
    get evaluated() {
      const { usedInputTokens, usedOutputTokens } = sequence.tokenMeter
      return usedInputTokens + usedOutputTokens
    },
    async complete({ prompt, decoding, seed }, signal) {
      const pieces = promptPieces(prompt, tokenizer)
      const promptTokens = pieces.flat().length
      if (promptTokens === 0)
        throw new EngineFailure(
          'unsupported',
          'the prompt is empty and the model has no BOS token: there is nothing to continue',
        )
      if (promptTokens + decoding.maxTokens > room)
        throw new EngineFailure(
          'context',
          `${promptTokens} prompt tokens and ${decoding.maxTokens} for the answer exceed the context of ${room}`,
        )
      return generate({ pieces, decoding, seed, signal })
    },
    likelihoods,
  }
}
