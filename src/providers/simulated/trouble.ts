import { ProviderError } from '../../domain/provider-error.ts'
import { hashNumber, hashText, normal, unit } from './chance.ts'
import type { SIMULATED_FAILURES, SimulatedSettings } from './settings.ts'

const STATUS = { 'rate-limit': 429, server: 503 } as const

const SENTENCE: Record<(typeof SIMULATED_FAILURES)[number], string> = {
  network: 'simulated failure: connection lost',
  timeout: 'simulated failure: no answer in time',
  'rate-limit': 'simulated failure: too many requests',
  server: 'simulated failure: overloaded',
  malformed: 'simulated failure: unreadable answer',
}

/**
 * The declared trouble of a provider's calls. Whether a call fails depends on its trial's key and on how many
 * of that trial's calls came before, so that another try can succeed, and does so in every run alike.
 */
export function createTrouble(
  settings: SimulatedSettings,
  names: { readonly provider: string; readonly model: string },
): {
  /** The failure of this trial's next call, or nothing. */
  failureOf(key: string): ProviderError | undefined
  /** How long a call of this trial takes, in milliseconds: log-normal with the declared median and spread. */
  latencyMs(key: string): number
} {
  // Only trials whose last call failed stand here: a million trials leave nothing behind.
  const failedCalls = new Map<string, number>()
  const streamOf = (key: string, use: string): number => hashText(key, hashText(use, settings.seed))
  return {
    failureOf: (key) => {
      if (settings.failure_rate === 0) return undefined
      const call = failedCalls.get(key) ?? 0
      const chance = hashNumber(streamOf(key, 'failure'), call)
      if (unit(chance) >= settings.failure_rate) {
        failedCalls.delete(key)
        return undefined
      }
      failedCalls.set(key, call + 1)
      const kinds = settings.failure_kinds
      const kind = kinds[Math.floor(unit(hashNumber(chance, 0)) * kinds.length)] ?? 'server'
      return new ProviderError(SENTENCE[kind], {
        ...names,
        kind,
        status: kind === 'rate-limit' || kind === 'server' ? STATUS[kind] : undefined,
        retryAfterMs: kind === 'rate-limit' ? settings.retry_after_ms : undefined,
      })
    },
    latencyMs: (key) =>
      settings.latency_ms === 0 || settings.latency_spread === 0
        ? settings.latency_ms
        : settings.latency_ms * Math.exp(settings.latency_spread * normal(streamOf(key, 'latency'))),
  }
}
