import { isSecretName } from './secret-name.ts'
import { separateCredentials } from './separate-credentials.ts'

/** What is sent to a server and may be secret. */
export interface SentToServer {
  readonly baseUrl: string
  readonly apiKey?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** A long word of letters and digits, as keys are. */
const LOOKS_LIKE_KEY = /(?=\S*[A-Za-z])(?=\S*\d)\S{16,}/

/**
 * What must not come back from a server: the key, credentials in its URL, and headers that are named like secrets or
 * look like keys.
 */
export function serverSecrets({ baseUrl, apiKey, headers = {} }: SentToServer): (string | undefined)[] {
  const secret = Object.entries(headers).filter(
    ([name, value]) => isSecretName(name) || LOOKS_LIKE_KEY.test(value),
  )
  return [apiKey, ...separateCredentials(baseUrl).secrets, ...secret.map(([, value]) => value)]
}
