import { InputError } from '../../domain/input-error.ts'
import { redactUrl } from '../http/redact-url.ts'
import { type SeparatedUrl, separateCredentials } from '../http/separate-credentials.ts'

const EXAMPLE = 'for instance http://127.0.0.1:11434'

/** Where an Ollama server is: what its client takes, and what may be shown. */
export interface OllamaAddress extends SeparatedUrl {
  /** Without credentials. */
  readonly shown: string
}

/**
 * Reads a `base_url`; `shownUrl` is how messages name it. @throws InputError where it is not the address of an Ollama
 * server.
 */
export function ollamaAddress(provider: string, baseUrl: string, shownUrl: string = baseUrl): OllamaAddress {
  const shown = redactUrl(shownUrl)
  const refuse = (what: string, hint: string): InputError =>
    new InputError({ message: `base_url "${shown}" of provider "${provider}" ${what}`, hint })
  const url = URL.parse(baseUrl)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw refuse('is no http(s) address', `write it in full, ${EXAMPLE}`)
  // What OpenAI's clients take; there the chat template would be applied to raw prompts too.
  if (/\/(v1|api)\/?$/.test(url.pathname))
    throw refuse("is not the root of Ollama's own API", `leave the path out, ${EXAMPLE}`)
  return { ...separateCredentials(baseUrl), shown }
}
