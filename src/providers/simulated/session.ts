import { setImmediate as turn } from 'node:timers/promises'
import { cutAtStop } from '../../domain/cut-at-stop.ts'
import type { Model, SamplingOption } from '../../domain/model.ts'
import { type Prompt, promptText } from '../../domain/prompt.ts'
import type {
  Completion,
  CompletionRequest,
  LikelihoodAnswer,
  LikelihoodRequest,
  Session,
} from '../../domain/provider.ts'
import { ProviderError } from '../../domain/provider-error.ts'
import { abilityOf } from './ability.ts'
import { answerTokens } from './answer.ts'
import { hashNumber, hashText } from './chance.ts'
import { emit } from './emit.ts'
import { simulatedLikelihoods, unconditionalLikelihoods } from './likelihoods.ts'
import type { SimulatedSettings } from './settings.ts'
import { countTokens } from './tokens.ts'
import { createTrouble } from './trouble.ts'

/** What a simulated model takes, unless the config says it does not. */
const OPTIONS: readonly SamplingOption[] = ['temperature', 'stop', 'seed', 'max_tokens']

/** Answers that cost no time between two turns of the event loop, in which timers, Ctrl-C and the disk get theirs. */
const ANSWERS_A_TURN = 64

/** Tokens that a chat template adds to each message. */
const TOKENS_PER_MESSAGE = 4

export interface SimulatedSessionParts {
  readonly provider: string
  readonly settings: SimulatedSettings
  readonly model: Model
  readonly parameters: number
  readonly contextLength: number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

/** One simulated model, opened: it holds a few numbers for each task, and nothing for each trial. */
export function simulatedSession(parts: SimulatedSessionParts): Session {
  const { settings, model, parameters, contextLength, provider } = parts
  const ability = abilityOf(settings, model.name, parameters)
  const trouble = createTrouble(settings, { provider, model: model.name })
  const shares = { item: settings.item_share, own: settings.noise }
  const modelHash = hashText(model.name, settings.seed)
  const options = OPTIONS.filter((option) => model.unsupported?.includes(option) !== true)
  const takes = (option: SamplingOption): boolean => options.includes(option)
  /** What the answer is sampled by; `undefined` for the most likely answer. A server without seeds draws its own. */
  const samplingSeed = ({ decoding, seed, trial }: CompletionRequest): number | undefined => {
    if (decoding.temperature === 0 || !takes('temperature')) return undefined
    return takes('seed') ? seed : hashText(trial.key)
  }

  let answers = 0

  /** Takes the declared time and fails as declared. */
  const answering = async (key: string, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted()
    const latencyMs = trouble.latencyMs(key)
    if (latencyMs > 0) await parts.sleep(latencyMs, signal)
    else if (++answers % ANSWERS_A_TURN === 0) await turn()
    const failure = trouble.failureOf(key)
    if (failure !== undefined) throw failure
  }

  /** Tokens of the prompt. @throws ProviderError where they and what follows do not fit */
  const fitting = (prompt: Prompt, tokensAfter: number, what: string): number => {
    const promptTokens = countPromptTokens(prompt)
    if (promptTokens + tokensAfter > contextLength)
      throw new ProviderError(
        `${promptTokens} prompt tokens and ${tokensAfter} ${what} exceed the context of ${contextLength}`,
        { provider, model: model.name, kind: 'context' },
      )
    return promptTokens
  }

  const complete = async (
    request: CompletionRequest,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<Completion> => {
    const { trial, decoding, prompt } = request
    await answering(trial.key, signal)
    const promptTokens = fitting(prompt, decoding.maxTokens, 'for the answer')

    // The prompt, not the trial's key, names a model's own chance: asked the same again, it says the same again.
    const text = promptText(prompt)
    const item = hashText(trial.item, hashText(trial.task, settings.seed))
    const sampled = samplingSeed(request)
    const position = sampled === undefined ? item : hashNumber(item, sampled)
    const own = hashText(text, sampled === undefined ? modelHash : hashNumber(modelHash, sampled))
    const answer = answerTokens(trial.target, ability.threshold(trial.task, trial.shots), shares, {
      item,
      position,
      own,
    })
    const emitted = emit(
      asWritten(answer, prompt, text),
      takes('stop') ? decoding.stop : [],
      takes('max_tokens') ? decoding.maxTokens : Number.POSITIVE_INFINITY,
    )
    const completion: Completion = {
      text: emitted.text,
      finishReason: emitted.finishReason,
      rawFinishReason: emitted.finishReason,
      servedModel: model.servedAs,
      promptTokens,
      completionTokens: emitted.tokens,
    }
    return takes('stop') ? completion : cutAtStop(completion, decoding.stop)
  }

  const likelihoods = async (
    { prompt, continuations, trial }: LikelihoodRequest,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<LikelihoodAnswer> => {
    await answering(trial.key, signal)
    const tokens = continuations.map(countTokens)
    const promptTokens = fitting(prompt, Math.max(0, ...tokens), 'of a text to score')
    const item = hashText(trial.item, hashText(trial.task, settings.seed))
    const chance = { item, position: item, own: hashText(promptText(prompt), modelHash) }
    const threshold = ability.threshold(trial.task, trial.shots)
    return {
      // A prompt that asks nothing belongs to no item.
      likelihoods:
        trial.item === ''
          ? unconditionalLikelihoods(continuations)
          : simulatedLikelihoods(continuations, { target: trial.target, threshold, shares, chance }),
      servedModel: model.servedAs,
      promptTokens,
      continuationTokens: tokens.reduce((sum, count) => sum + count, 0),
    }
  }

  return {
    capabilities: {
      raw: true,
      chat: true,
      tokenCounts: 'exact',
      logProbabilities: 'forced',
      contextLength,
      samplingOptions: options,
    },
    reported: { parameters, contextLength },
    concurrency: settings.concurrency,
    prefixAffinity: false,
    deterministic: 'guaranteed',
    complete,
    likelihoods,
    countTokens: async (prompt) => countPromptTokens(prompt),
    close: async () => {},
  }
}

/** A base model goes on after a space and ends its line; in a chat, the answer stands alone. */
function asWritten(answer: readonly string[], prompt: Prompt, text: string): string[] {
  if (prompt.rendering !== 'raw') return [...answer]
  const [first = '', ...others] = answer
  const needsSpace = text !== '' && !/\s$/.test(text)
  return [needsSpace ? ` ${first}` : first, ...others, '\n']
}

function countPromptTokens(prompt: Prompt): number {
  if (prompt.rendering === 'raw') return countTokens(prompt.text)
  return prompt.messages.reduce(
    (sum, message) => sum + countTokens(message.content) + TOKENS_PER_MESSAGE,
    TOKENS_PER_MESSAGE,
  )
}
