import { inspect } from 'node:util'
import { InputError } from '../../domain/input-error.ts'
import type { Completion, LikelihoodAnswer, Provider, Session } from '../../domain/provider.ts'
import { ProviderError } from '../../domain/provider-error.ts'
import { redact, withoutForms } from './redact.ts'
import { secretForms } from './secret-forms.ts'

type Clean = (text: string) => string

/** How texts are cleaned: what a model wrote, and everything else that a server said. */
interface Cleaners {
  readonly answer: Clean
  readonly remark: Clean
}

/**
 * A provider whose server cannot bring our secrets into files, messages or errors by sending them back: whatever it
 * says comes through here, and a secret in it is marked `[redacted]`. What a model wrote is data: there only secrets
 * go that no model writes by chance.
 *
 * @param secretsOf read anew whenever the server is asked what it is: keys are read late
 */
export function guardProvider(
  provider: Provider,
  secretsOf: () => readonly (string | undefined)[],
): Provider {
  return {
    ...provider,
    identify: async (model) => {
      const { remark } = cleaners(secretsOf())
      const { digest, engine } = await guarded(() => provider.identify(model), remark)
      return { digest: remark(digest), engine: remark(engine) }
    },
    open: async (model, options) => {
      const clean = cleaners(secretsOf())
      const notice = (line: string): void => options.notice(clean.remark(line))
      const session = await guarded(() => provider.open(model, { ...options, notice }), clean.remark)
      return guardSession(session, clean)
    },
  }
}

function guardSession(session: Session, clean: Cleaners): Session {
  const { likelihoods, countTokens, renderedText } = session
  // Its other members stay what they are: some are getters.
  const same = Object.defineProperties({}, Object.getOwnPropertyDescriptors(session)) as Session
  return Object.assign(same, {
    reported: {
      ...session.reported,
      quantization: cleaned(session.reported.quantization, clean.remark),
      family: cleaned(session.reported.family, clean.remark),
    },
    complete: async (...call: Parameters<Session['complete']>) =>
      cleanCompletion(await guarded(() => session.complete(...call), clean.remark), clean),
    ...(likelihoods && {
      likelihoods: async (...call: Parameters<typeof likelihoods>) =>
        cleanLikelihoods(await guarded(() => likelihoods(...call), clean.remark), clean),
    }),
    ...(countTokens && {
      countTokens: (...call: Parameters<typeof countTokens>) =>
        guarded(() => countTokens(...call), clean.remark),
    }),
    ...(renderedText && {
      renderedText: async (...call: Parameters<typeof renderedText>) =>
        clean.answer(await guarded(() => renderedText(...call), clean.remark)),
    }),
  })
}

function cleanCompletion(completion: Completion, { answer, remark }: Cleaners): Completion {
  return {
    ...completion,
    text: answer(completion.text),
    reasoning: cleaned(completion.reasoning, answer),
    rawFinishReason: cleaned(completion.rawFinishReason, remark),
    servedModel: cleaned(completion.servedModel, remark),
  }
}

/** The texts in it are our own. */
function cleanLikelihoods(answer: LikelihoodAnswer, { remark }: Cleaners): LikelihoodAnswer {
  return { ...answer, servedModel: cleaned(answer.servedModel, remark) }
}

function cleaned(text: string | undefined, clean: Clean): string | undefined {
  return text === undefined ? undefined : clean(text)
}

function cleaners(secrets: readonly (string | undefined)[]): Cleaners {
  const answerForms = secretForms(secrets.filter((secret) => secret !== undefined && isUnmistakable(secret)))
  return {
    answer: (text) => withoutForms(text, answerForms),
    remark: (text) => redact(text, secrets),
  }
}

/** Whether a model would not write this of itself, as it may `EMPTY`, `not-needed` or a password that is a word. */
function isUnmistakable(secret: string): boolean {
  return secret.length >= 16 || (secret.length >= 8 && /\d/.test(secret) && /\D/.test(secret))
}

async function guarded<T>(call: () => Promise<T>, clean: Clean): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw cleanError(error, clean)
  }
}

/** The same error where nothing in it is secret, else one like it that says no secret and has no cause. */
function cleanError(error: unknown, clean: Clean): unknown {
  if (!(error instanceof Error)) return error
  const whole = inspect(error, { depth: 6 })
  if (clean(whole) === whole) return error
  if (error instanceof ProviderError) {
    const { provider, model, kind, status, retryAfterMs } = error
    return new ProviderError(clean(error.message), { provider, model, kind, status, retryAfterMs })
  }
  if (error instanceof InputError) return new InputError(clean(error.message))
  // A bug of ours: it ends the run with its stack, which must not tell either.
  return Object.assign(new Error(clean(error.message)), { stack: clean(error.stack ?? '') })
}
