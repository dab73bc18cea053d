import type { Llama, LlamaContext, LlamaModel } from 'node-llama-cpp'
import type { Prompt } from '../../domain/prompt.ts'
import type { Completion, LikelihoodAnswer } from '../../domain/provider.ts'
import { type ChatTemplate, compileChatTemplate } from './chat-template.ts'
import { EngineFailure, messageOf } from './engine-failure.ts'
import { createGenerate } from './generate.ts'
import { type GgufFacts, readGgufFacts } from './gguf-facts.ts'
import { createHeldPieces } from './held-pieces.ts'
import { createLikelihoods } from './likelihoods.ts'
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
}

/** Fewer tokens of context save nothing worth having. */
const SMALLEST_CONTEXT = 512

/** Tokens evaluated at once at most: fixed, since the cut of a long piece must not depend on the context's size. */
const BATCH_SIZE = 512

type LlamaModule = typeof import('node-llama-cpp')

/** Opens a model. @throws EngineFailure `not-installed`, or `file` for weights that cannot be used */
export async function openEngine(setup: EngineSetup): Promise<Engine> {
  const library = await importLibrary()
  const gguf = await readGgufFacts(setup.path, {
    readGgufFileInfo: library.readGgufFileInfo,
    fileTypeName: (type) => library.GgufFileType[type],
  })
  const { llama, model, lastLog } = await loadModel(library, setup)
  const trainedContext = gguf.trainedContext ?? model.trainContextSize
  const limit = Math.min(trainedContext, setup.contextLimit ?? trainedContext)
  const context = await createContext(
    model,
    Math.min(limit, Math.max(setup.contextNeeded, SMALLEST_CONTEXT)),
  ).catch((error: unknown) => {
    throw new EngineFailure('crash', `no room for the context: ${lastLog() ?? messageOf(error)}`)
  })
  const chat = chatTemplateOf(gguf, model)
  return engineOf(model, context, chat, gguf, {
    parameters: gguf.parameters,
    quantization: gguf.quantization,
    family: gguf.family,
    trainedContext,
    contextLength: limit,
    noChat: typeof chat === 'string' ? chat : undefined,
    notices: setup.gpu && llama.gpu === false ? ['no GPU that llama.cpp can use: running on the CPU'] : [],
  })
}

async function importLibrary(): Promise<LlamaModule> {
  try {
    return await import('node-llama-cpp')
  } catch (error) {
    throw new EngineFailure('not-installed', messageOf(error))
  }
}

async function loadModel(
  library: LlamaModule,
  { path, gpu }: EngineSetup,
): Promise<{ llama: Llama; model: LlamaModel; lastLog: () => string | undefined }> {
  const log: string[] = []
  const llama = await library.getLlama({
    gpu: gpu ? 'auto' : false,
    build: 'never',
    skipDownload: true,
    logLevel: library.LlamaLogLevel.error,
    logger: (_level, message) => void log.push(message.trim()),
  })
  const lastLog = (): string | undefined => log.findLast((line) => line !== '')
  try {
    return { llama, model: await llama.loadModel({ modelPath: path }), lastLog }
  } catch (error) {
    const why = log.find((line) => line !== '') ?? messageOf(error)
    throw new EngineFailure('file', `llama.cpp cannot load the model: ${why}`)
  }
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
  const generate = createGenerate(sequence, held, vocabulary)
  const room = Math.min(facts.contextLength, context.contextSize)
  const scoreNext = createScoreNext(sequence)
  const likelihoods = createLikelihoods({ sequence, held, tokenizer, scoreNext, room })
  return {
    facts,
    count: (prompt) => promptPieces(prompt, tokenizer).flat().length,
    render: (prompt) => renderedText(prompt, tokenizer),
    async complete({ prompt, decoding, seed }, signal) {
      const pieces = promptPieces(prompt, tokenizer)
      const promptTokens = pieces.flat().length
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
