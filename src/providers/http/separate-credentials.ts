import { isSecretName } from './secret-name.ts'

/** A URL that `fetch` takes, and the credentials that stood in it. */
export interface SeparatedUrl {
  /** Without user, password and fragment. */
  readonly url: string
  /** The value of an `Authorization` header, where the URL had a user or password. */
  readonly authorization: string | undefined
  /** What must never be shown: to be given to `redact`. */
  readonly secrets: readonly string[]
}

/** Takes user and password out of a URL: `fetch` refuses them there, and they must not be shown. */
export function separateCredentials(url: string): SeparatedUrl {
  const parsed = URL.parse(url)
  if (parsed === null) return { url, authorization: undefined, secrets: [] }
  const user = decoded(parsed.username)
  const password = decoded(parsed.password)
  const inQuery = [...parsed.searchParams].filter(([name]) => isSecretName(name))
  const secrets = inQuery.map(([, value]) => value)
  parsed.username = ''
  parsed.password = ''
  parsed.hash = ''
  if (user === '' && password === '') return { url: parsed.href, authorization: undefined, secrets }
  const encoded = Buffer.from(`${user}:${password}`).toString('base64')
  return {
    url: parsed.href,
    authorization: `Basic ${encoded}`,
    // A user alone is a token.
    secrets: [...secrets, password === '' ? user : password, encoded],
  }
}

/** A `%` that begins no triplet stands for itself. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
