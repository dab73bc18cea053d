import type {
  CustomAnswer,
  CustomLikelihood,
  CustomLikelihoodRequest,
  CustomPrompt,
  CustomProvider,
} from '../../domain/custom-provider.ts'
import { cutAtStop } from '../../domain/cut-at-stop.ts'
import { digestOf } from '../../domain/digest.ts'
import { type Model, SAMPLING_OPTIONS } from '../../domain/model.ts'
import type { Prompt } from '../../domain/prompt.ts'
import type { Capabilities, Completion, LikelihoodAnswer, Provider, Session } from '../../domain/provider.ts'
import { ProviderError } from '../../domain/provider-error.ts'

/** Calls under way at once where a provider does not say. */
export const CUSTOM_CONCURRENCY = 4

/** A provider that was given in code as one like all others. @param name the name it is configured under */
export function customProvider(name: string, custom: CustomProvider): Provider {
  return {
    name,
    lane: 'hosted',
    simulated: false,
    identify: async (model) => ({
      digest: digestOf('custom', name, custom.version, model.servedAs, model.version ?? ''),
      engine: `custom ${name} ${custom.version}`,
    }),
    open: async (model, { signal, countOnly }) => {
      signal.throwIfAborted()
      if (countOnly === true)
        throw new ProviderError('it counts no tokens before a prompt is sent', {
          ...{ provider: name, model: model.name, kind: 'unsupported' },
        })
      return sessionOf(name, custom, model)
    },
  }
}

function sessionOf(provider: string, custom: CustomProvider, model: Model): Session {
  const { likelihoods } = custom
  const malformed = (message: string) =>
    new ProviderError(message, { provider, model: model.name, kind: 'malformed' })
  return {
    capabilities: capabilitiesOf(custom, model),
    reported: {},
    concurrency: custom.concurrency ?? CUSTOM_CONCURRENCY,
    prefixAffinity: false,
    complete: async ({ prompt, decoding, seed }, { signal }) => {
      const asked = { model: model.servedAs, prompt: bare(prompt), decoding, seed, signal }
      const answer = await custom.complete(asked)
      const completion = completionOf(answer)
      if (completion === undefined) throw malformed('complete gave neither a text nor {text}')
      return cutAtStop(completion, decoding.stop)
    },
    ...(likelihoods === undefined
      ? {}
      : {
          likelihoods: async ({ prompt, continuations }, { signal }) => {
            const asked = { model: model.servedAs, prompt: bare(prompt), continuations, signal }
            const told = await likelihoods.call(custom, asked)
            const answer = likelihoodAnswer(asked, told)
            if (answer === undefined)
              throw malformed('likelihoods gave no {logProbability <= 0, tokens >= 1} for each continuation')
            return answer
          },
        }),
    close: async () => {},
  }
}

function capabilitiesOf(custom: CustomProvider, model: Model): Capabilities {
  const { renderings = ['raw', 'chat'], likelihoods } = custom
  return {
    raw: renderings.includes('raw'),
    chat: renderings.includes('chat'),
    tokenCounts: 'after',
    logProbabilities: likelihoods === undefined ? 'none' : 'forced',
    contextLength: model.contextLength ?? custom.contextLength,
    samplingOptions: SAMPLING_OPTIONS.filter((option) => !model.unsupported?.includes(option)),
  }
}

/** Without the places where prompts are cut, which only engines read. */
function bare(prompt: Prompt): CustomPrompt {
  if (prompt.rendering === 'raw') return { rendering: 'raw', text: prompt.text }
  const { rendering, messages } = prompt
  return { rendering, messages: messages.map(({ role, content }) => ({ role, content })) }
}

function completionOf(answer: string | CustomAnswer): Completion | undefined {
  if (typeof answer === 'string') return { text: answer, finishReason: 'stop' }
  // What code outside of this project gives is not checked by its types alone.
  if (typeof answer?.text !== 'string') return undefined
  const { text, finishReason = 'stop', reasoning, promptTokens, completionTokens } = answer
  return { text, finishReason, rawFinishReason: finishReason, reasoning, promptTokens, completionTokens }
}

function likelihoodAnswer(
  { continuations }: CustomLikelihoodRequest,
  told: readonly CustomLikelihood[],
): LikelihoodAnswer | undefined {
  if (!Array.isArray(told) || told.length !== continuations.length || !told.every(isLikelihood))
    return undefined
  return {
    likelihoods: continuations.map((text, index) => {
      const { logProbability = Number.NaN, tokens = 0 } = told[index] ?? {}
      return { text, logProbability, tokens }
    }),
  }
}

function isLikelihood(one: CustomLikelihood): boolean {
  return Number.isFinite(one?.logProbability) && one.logProbability <= 0 && one.tokens >= 1
}
