import { secretForms } from './secret-forms.ts'

/** What stands where a secret was. */
const REDACTED = '[redacted]'

/** Tokens that look like keys: servers quote a key back in part, with stars in its middle. */
const LOOKS_LIKE_KEY = /\b(?:Bearer|Basic) [\w.~+/=*-]{16,}|\b(?:sk-|gsk_|hf_|xai-|nvapi-)[\w*.-]{8,}/g

/**
 * A text from a server without our secrets: each in every form a server may send it back in, and whatever looks like
 * a key or an Authorization header.
 */
export function redact(text: string, secrets: readonly (string | undefined)[]): string {
  return withoutForms(text, secretForms(secrets)).replace(LOOKS_LIKE_KEY, REDACTED)
}

/** The text with every one of these strings marked as taken out; of overlapping ones the first given goes first. */
export function withoutForms(text: string, forms: readonly string[]): string {
  let clean = text
  for (const form of forms) if (clean.includes(form)) clean = clean.replaceAll(form, REDACTED)
  return clean
}
