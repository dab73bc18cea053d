import type { ProviderSettings } from '../config/provider-settings.ts'
import type { TrafficLimits } from '../run/traffic.ts'

/** What may be asked of a provider at once and in a minute. */
export function trafficLimitsOf(settings: ProviderSettings | undefined): TrafficLimits {
  switch (settings?.type) {
    case 'openai':
    case 'ollama': {
      const { concurrency, requestsPerMinute, tokensPerMinute } = settings
      return { concurrency, requestsPerMinute, tokensPerMinute }
    }
    case 'simulated':
    case 'custom':
      return { concurrency: settings.concurrency }
    default:
      // The built-in engine's sessions have one place for each of their processes.
      return { concurrency: Number.POSITIVE_INFINITY }
  }
}
