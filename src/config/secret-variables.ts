import type { WrittenProvider } from './provider-schema.ts'
import { hasSecretName } from './redact.ts'

const NAMED = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g

/**
 * Names of the environment variables in a provider's entry whose values must not be shown: those of its headers, and
 * those in its URL that are named like secrets. The key has a place of its own.
 */
export function secretVariables(provider: WrittenProvider): string[] {
  const inUrl = 'base_url' in provider ? namesIn(provider.base_url ?? '').filter(hasSecretName) : []
  const inHeaders = 'headers' in provider ? Object.values(provider.headers ?? {}).flatMap(namesIn) : []
  return [...new Set([...inUrl, ...inHeaders])]
}

function namesIn(text: string): string[] {
  return [...text.matchAll(NAMED)].map((match) => match[1] ?? '')
}
