import type { ProviderSettings } from '../config/provider-settings.ts'
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from '../run/retry.ts'

/** A local model reads a long prompt on one core for minutes: only a hang lasts half an hour. */
const LOCAL_ATTEMPT_MS = 30 * 60_000

/** How a provider's calls are tried again. */
export function retryPolicyOf(settings: ProviderSettings | undefined): RetryPolicy {
  switch (settings?.type) {
    case 'openai':
      return { ...DEFAULT_RETRY_POLICY, attemptTimeoutMs: settings.timeoutMs }
    case 'llama':
    case 'ollama':
      return { ...DEFAULT_RETRY_POLICY, attemptTimeoutMs: LOCAL_ATTEMPT_MS, maxTotalMs: 2 * LOCAL_ATTEMPT_MS }
    default:
      return DEFAULT_RETRY_POLICY
  }
}
