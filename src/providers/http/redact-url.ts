import { isSecretName } from './secret-name.ts'

/**
 * A URL as it may be shown and hashed: without user and password, without query parameters whose names
 * speak of secrets, without fragment and closing slash. Text that is no URL loses what stands before an `@`.
 */
export function redactUrl(url: string): string {
  const parsed = URL.parse(url)
  if (parsed === null) return url.replace(/\/\/[^/@\s]*@/g, '//')
  parsed.username = ''
  parsed.password = ''
  parsed.hash = ''
  for (const name of [...parsed.searchParams.keys()]) {
    if (isSecretName(name)) parsed.searchParams.delete(name)
  }
  parsed.pathname = parsed.pathname.replace(/\/+$/, '')
  // A path of `/` alone cannot be taken away in the URL itself.
  return parsed.search === '' ? parsed.href.replace(/\/$/, '') : parsed.href
}
