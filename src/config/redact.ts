const HIDDEN = '***'

const SECRET_NAME = /key|token|secret|password|passwd|auth|cookie|signature|credential/i

/** A URL without user name, password, and the values of query parameters that are named like secrets. */
export function redactUrl(url: string): string {
  return url
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, (_all, scheme: string) => `${scheme}${HIDDEN}@`)
    .replaceAll(/([?&])([^=&#]+)=([^&#]*)/g, (all, mark: string, name: string, value: string) =>
      SECRET_NAME.test(name) && !isVariable(value) ? `${mark}${name}=${HIDDEN}` : all,
    )
}

/** A header's value, hidden where its name or its form says that it is a secret written out. */
function redactHeader(name: string, value: string): string {
  return SECRET_NAME.test(name) && !value.includes('${') ? HIDDEN : value
}

/** Plain data as written, its URLs and headers without credentials; variables stay unexpanded. */
export function redactWritten(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('://') ? redactUrl(value) : value
  if (Array.isArray(value)) return value.map(redactWritten)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === 'headers' ? redactHeaders(member) : redactWritten(member),
    ]),
  )
}

function redactHeaders(headers: unknown): unknown {
  if (typeof headers !== 'object' || headers === null) return headers
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, redactHeader(name, String(value))]),
  )
}

function isVariable(value: string): boolean {
  return value.includes('${')
}
