/** Shorter values are placeholders (`x`, `EMPTY`): blanking them out would only garble what is shown. */
const SHORTEST_SECRET = 4

/**
 * Every form in which a server may send a secret back: as it is, in a URL (user part, query, component; hex digits of
 * either case), in JSON, in HTML, and base64 without its padding. Longest first, so that a secret that contains
 * another goes as a whole. Values under 4 characters are none.
 */
export function secretForms(secrets: readonly (string | undefined)[]): string[] {
  const forms = new Set<string>()
  for (const secret of secrets) {
    if (secret === undefined || secret.length < SHORTEST_SECRET) continue
    for (const form of formsOf(secret)) if (form.length >= SHORTEST_SECRET) forms.add(form)
  }
  return [...forms].sort((a, b) => b.length - a.length)
}

function formsOf(secret: string): string[] {
  const trimmed = secret.trim()
  const encoded = [componentOf(secret), componentOf(trimmed), userPartOf(secret), queryValueOf(secret)]
  return [
    secret,
    trimmed,
    trimmed.replace(/\s+/g, ' '),
    ...encoded,
    ...encoded.map((form) => form.replace(/%[0-9A-F]{2}/g, (triplet) => triplet.toLowerCase())),
    JSON.stringify(secret).slice(1, -1),
    htmlOf(secret),
    secret.replace(/=+$/, ''),
  ]
}

function componentOf(secret: string): string {
  // A lone surrogate has no URL form.
  return encodeURIComponent(secret.toWellFormed())
}

/** As the user part of a URL has it, which leaves more characters as they are. */
function userPartOf(secret: string): string {
  const url = new URL('http://host')
  url.password = secret
  return url.password
}

/** As a form sends it: blanks become `+`. */
function queryValueOf(secret: string): string {
  return new URLSearchParams({ v: secret }).toString().slice('v='.length)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function htmlOf(secret: string): string {
  return secret.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
