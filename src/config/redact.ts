const HIDDEN = '***'

const SECRET_NAME = /key|token|secret|pass|pwd|auth|sig|credential|cookie|session/i

/** A long word of letters and digits, as keys are. */
const LOOKS_LIKE_KEY = /(?=[^\s]*[A-Za-z])(?=[^\s]*\d)[\w.~+/=-]{16,}/

/** Whether a header, query parameter or variable of this name holds something that must not be shown. */
export function hasSecretName(name: string): boolean {
  return SECRET_NAME.test(name)
}

/** A URL without user name, password, and the values of query parameters that are named like secrets. */
export function redactUrl(url: string): string {
  return url
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, (_all, scheme: string) => `${scheme}${HIDDEN}@`)
    .replaceAll(/([?&])([^=&#]+)=([^&#]*)/g, (all, mark: string, name: string, value: string) =>
      hasSecretName(name) && !isVariable(value) ? `${mark}${name}=${HIDDEN}` : all,
    )
}

/** A header's value, hidden where its name or its form says that it is a secret written out. */
function redactHeader(name: string, value: string): string {
  const written = value.replaceAll(/\$\{\w+\}/g, '')
  if (LOOKS_LIKE_KEY.test(written)) return HIDDEN
  return hasSecretName(name) && !isVariable(value) ? HIDDEN : value
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
