import { ProviderError } from '../../domain/provider-error.ts'

/** The answer to a plan that wants to count tokens: of these servers only llama-server counts without generating. */
export function cannotCount(provider: string, model: string): ProviderError {
  return new ProviderError('the server counts no tokens before it is asked', {
    provider,
    model,
    kind: 'unsupported',
  })
}
