import type { Model } from '../../../src/domain/model.ts'
import type { Message, Prompt } from '../../../src/domain/prompt.ts'
import type { CompletionRequest, OpenOptions } from '../../../src/domain/provider.ts'
import type { Decoding } from '../../../src/domain/task.ts'
import { createPooledFetch } from '../../../src/providers/http/pooled-fetch.ts'
import { createOpenAiProvider, type OpenAiProviderOptions } from '../../../src/providers/openai/provider.ts'

export function model(facts: Partial<Model> = {}): Model {
  return { name: 'm', provider: 'p', servedAs: facts.name ?? 'm', family: 'Test', ...facts }
}

export function raw(text: string): Prompt {
  return { rendering: 'raw', text, cuts: [] }
}

export function chat(...turns: readonly string[]): Prompt {
  const messages = turns.map((content, at): Message => {
    return { role: at % 2 === 0 ? 'user' : 'assistant', content, cuts: [] }
  })
  return { rendering: turns.length > 1 ? 'chat-turns' : 'chat', messages }
}

export function request(prompt: Prompt, decoding: Partial<Decoding> = {}, seed?: number): CompletionRequest {
  return {
    prompt,
    decoding: { maxTokens: 8, temperature: 0, stop: ['\n'], ...decoding },
    seed,
    trial: { key: 'k', task: 't', item: '0', shots: 0, target: '' },
  }
}

export function provider(baseUrl: string, options: Partial<OpenAiProviderOptions> = {}) {
  return createOpenAiProvider({
    name: 'p',
    baseUrl,
    apiKey: () => undefined,
    concurrency: 4,
    api: 'auto',
    // As the commands give it.
    fetch: createPooledFetch(globalThis.fetch),
    now: Date.now,
    ...options,
  })
}

/** Options to open with; `lines` collects the notices. */
export function openOptions(lines: string[] = []): OpenOptions {
  return { signal: new AbortController().signal, contextNeeded: 256, notice: (line) => lines.push(line) }
}

export function working(signal = new AbortController().signal) {
  return { signal, worker: 0 }
}
