/**
 * What a `Retry-After` header asks us to wait, in milliseconds (RFC 9110 §10.2.3: seconds, or an HTTP date);
 * a date in the past is 0. `undefined` where there is no header or it is neither.
 * @param now milliseconds since the epoch
 */
export function parseRetryAfter(header: string | null | undefined, now: number): number | undefined {
  const text = header?.trim() ?? ''
  // Some servers send fractions of a second, which the RFC does not know.
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000)
  // Date.parse alone takes nearly anything: an HTTP date starts with a weekday and ends in GMT.
  if (!/^[A-Za-z]{3,9},? .*\d{2}:\d{2}:\d{2}/.test(text)) return undefined
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
