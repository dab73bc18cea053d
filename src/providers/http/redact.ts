/** What stands where a secret was. */
export const REDACTED = '[redacted]'

/** Shorter values are placeholders (`x`, `EMPTY`): blanking them out would only garble what is shown. */
const SHORTEST_SECRET = 4

/** Tokens that look like keys: servers quote a key back in part, with stars in its middle. */
const LOOKS_LIKE_KEY = /\b(?:Bearer|Basic) [\w.~+/=*-]{16,}|\b(?:sk-|gsk_|hf_|xai-|nvapi-)[\w*.-]{8,}/g

/**
 * A text from a server without our secrets: each secret as it is, URL-encoded and JSON-escaped, and
 * whatever looks like a key or an Authorization header.
 */
export function redact(text: string, secrets: readonly (string | undefined)[]): string {
  let clean = text
  for (const form of formsOf(secrets)) clean = clean.replaceAll(form, REDACTED)
  return clean.replace(LOOKS_LIKE_KEY, REDACTED)
}

/** Longest first, so that a secret that contains another goes as a whole. */
function formsOf(secrets: readonly (string | undefined)[]): string[] {
  const forms = new Set<string>()
  for (const secret of secrets) {
    if (secret === undefined || secret.length < SHORTEST_SECRET) continue
    forms.add(secret).add(encodeURIComponent(secret)).add(JSON.stringify(secret).slice(1, -1))
  }
  return [...forms].sort((a, b) => b.length - a.length)
}
