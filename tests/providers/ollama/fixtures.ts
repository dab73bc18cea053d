import type { Model } from '../../../src/domain/model.ts'
import type { CompletionRequest, Provider, Session } from '../../../src/domain/provider.ts'
import { createPooledFetch } from '../../../src/providers/http/pooled-fetch.ts'
import { createOllamaProvider } from '../../../src/providers/ollama/provider.ts'
import type { SeenBody, StubAnswer } from './stub-server.ts'

export const DIGEST = '4b1e8a43d1cbd5b4e2a2b5e7ad9e4c3f0fd1f6a6f0b7d5a2f3d1c0b9a8776655'

/** Answers of Ollama 0.17.4 to everything that is asked while a model is opened, as recorded. */
export const OPENING: Record<string, StubAnswer> = {
  '/api/version': { body: { version: '0.17.4' } },
  '/api/tags': {
    body: {
      models: [
        { name: 'smol:latest', model: 'smol:latest', digest: DIGEST, size: 98362432 },
        { name: 'qwen2.5:0.5b', model: 'qwen2.5:0.5b', digest: 'aa', size: 1 },
      ],
    },
  },
  '/api/show': {
    body: {
      template:
        '{{- range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n{{ end }}<|im_start|>assistant\n',
      parameters:
        'stop                           "<|im_start|>"\nstop                           "<|im_end|>"',
      details: { format: 'gguf', family: 'llama', parameter_size: '134.52M', quantization_level: 'Q4_1' },
      model_info: {
        'general.architecture': 'llama',
        'general.parameter_count': 134515008,
        'llama.context_length': 8192,
      },
      capabilities: ['completion'],
    },
  },
  '/api/ps': { body: { models: [{ name: 'smol:latest', context_length: 512 }] } },
}

/** An answer of Ollama 0.17.4 to `/api/generate`. */
export const GENERATED = {
  model: 'smol:latest',
  created_at: '2026-11-24T10:00:00Z',
  response: ' Paris',
  done: true,
  done_reason: 'stop',
  total_duration: 61_000_000,
  load_duration: 9_000_000,
  prompt_eval_count: 5,
  prompt_eval_duration: 20_000_000,
  eval_count: 3,
  eval_duration: 30_000_000,
}

const LOADED = {
  model: 'smol:latest',
  created_at: '2026-11-24T10:00:00Z',
  response: '',
  done: true,
  done_reason: 'load',
}

/** Answers `/api/generate`: an empty prompt loads, any other gets `answer`. */
export function generating(answer: StubAnswer) {
  return (body: SeenBody | undefined): StubAnswer => (body?.prompt === '' ? { body: LOADED } : answer)
}

export function providerAt(baseUrl: string, concurrency = 4): Provider {
  return createOllamaProvider({
    name: 'local-ollama',
    baseUrl,
    concurrency,
    // As the commands give it.
    fetch: createPooledFetch(globalThis.fetch),
    now: () => Date.parse('2026-11-24T10:00:00Z'),
  })
}

export function modelOf(servedAs: string, more: Partial<Model> = {}): Model {
  return { name: `my-${servedAs}`, provider: 'local-ollama', servedAs, family: 'SmolLM2', ...more }
}

export async function opened(
  provider: Provider,
  model: Model,
  contextNeeded = 500,
): Promise<{ session: Session; notices: string[] }> {
  const notices: string[] = []
  const session = await provider.open(model, {
    signal: new AbortController().signal,
    contextNeeded,
    notice: (line) => notices.push(line),
  })
  return { session, notices }
}

const TRIAL = { key: '0', task: 'capitals', item: '0', shots: 0, target: 'Paris' }

export function rawRequest(
  text: string,
  decoding: Partial<CompletionRequest['decoding']> = {},
  seed?: number,
): CompletionRequest {
  return {
    prompt: { rendering: 'raw', text, cuts: [] },
    decoding: { maxTokens: 16, temperature: 0, stop: ['\n'], ...decoding },
    seed,
    trial: TRIAL,
  }
}

export function chatRequest(
  content: string,
  decoding: Partial<CompletionRequest['decoding']> = {},
): CompletionRequest {
  return {
    ...rawRequest('', decoding),
    prompt: { rendering: 'chat', messages: [{ role: 'user', content, cuts: [] }] },
  }
}

export function complete(
  session: Session,
  request: CompletionRequest,
  signal = new AbortController().signal,
) {
  return session.complete(request, { signal, worker: 0 })
}
