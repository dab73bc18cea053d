import { InputError } from '../../domain/input-error.ts'
import { redactUrl } from '../http/redact-url.ts'
import { separateCredentials } from '../http/separate-credentials.ts'

/** Where a server is and what is known of it without asking. */
export interface Endpoint {
  /** What the client is given: no user, no password. */
  readonly baseUrl: string
  /** What is shown: as the config has it, its variables unresolved. */
  readonly address: string
  /** The base URL without a closing `/v1`: where llama-server has its own endpoints. */
  readonly root: string
  /** The base URL ends in `/v1`. */
  readonly underV1: boolean
  /** `Authorization` of a user and password that stood in the URL. */
  readonly authorization: string | undefined
  readonly secrets: readonly string[]
  /** A hosted service known to need a key and to offer its current models through chat. */
  readonly knownService: boolean
  /** Its chat calls the length limit `max_completion_tokens`. */
  readonly newLengthLimit: boolean
}

const KNOWN_SERVICE = /(^|\.)(api\.openai\.com|openai\.azure\.com|api\.deepseek\.com)$/
const NEW_LENGTH_LIMIT = /(^|\.)(api\.openai\.com|openai\.azure\.com)$/

/**
 * Reads a base URL; `shownUrl` is how messages and results name it. @throws InputError where it is no http(s) URL
 */
export function endpointOf(provider: string, baseUrl: string, shownUrl: string = baseUrl): Endpoint {
  const parsed = URL.parse(baseUrl)
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    throw new InputError({
      message: `base_url of provider "${provider}" is no http or https URL: ${redactUrl(baseUrl)}`,
      hint: 'write it like http://127.0.0.1:8080/v1',
    })
  const { url, authorization, secrets } = separateCredentials(baseUrl)
  return {
    baseUrl: url,
    address: redactUrl(shownUrl),
    root: redactUrl(baseUrl).replace(/\/v1$/, ''),
    underV1: /\/v1$/.test(redactUrl(baseUrl)),
    authorization,
    secrets,
    knownService: KNOWN_SERVICE.test(parsed.hostname),
    newLengthLimit: NEW_LENGTH_LIMIT.test(parsed.hostname),
  }
}
