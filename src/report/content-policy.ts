import { hash } from 'node:crypto'

/**
 * The content security policy of a report: this script and this style, by their SHA-256, and nothing else. No network, no
 * `unsafe-eval`, no `unsafe-inline`.
 */
export function contentPolicy({
  script,
  style,
}: {
  readonly script: string
  readonly style: string
}): string {
  return [
    "default-src 'none'",
    `script-src '${sourceHash(script)}'`,
    `style-src '${sourceHash(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** The hash of an inline element's text, as a policy names it. */
export function sourceHash(text: string): string {
  return `sha256-${hash('sha256', text, 'base64')}`
}
