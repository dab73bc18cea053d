import { expect, test } from 'vitest'
import { ProviderError } from '../../../src/domain/provider-error.ts'
import type { Answer } from '../../../src/providers/openai/call.ts'
import { ollamaContext } from '../../../src/providers/openai/ollama-context.ts'

const loaded = (name: string, context_length?: number) => ({ name, context_length })
const ok = (...models: object[]): Answer => ({ ok: true, body: { models } })
const error = new ProviderError('404', { provider: 'p', kind: 'not-found' })

test.each<[string, string, Answer, number | undefined]>([
  ['its own', 'library', ok(loaded('a:latest', 9), loaded('m:latest', 256)), 256],
  ['of another name for its weights', 'library', ok(loaded('a:latest', 9), loaded('b:latest', 256)), 9],
  ['a server that does not tell it', 'library', ok(loaded('m:latest')), undefined],
  ['nothing loaded', 'library', ok(), undefined],
  ['no such endpoint', 'library', { ok: false, error, failure: undefined }, undefined],
  ['another body', 'library', { ok: true, body: 'hello' }, undefined],
  ['another server', 'vllm', ok(loaded('m:latest', 256)), undefined],
])('the context that is loaded: %s', async (_name, ownedBy, answer, context) => {
  const paths: string[] = []
  const call = async ({ path }: { path: string }): Promise<Answer> => {
    paths.push(path)
    return answer
  }
  const { signal } = new AbortController()
  expect(await ollamaContext(call, 'http://h:1', { id: 'm:latest', ownedBy }, signal)).toBe(context)
  expect(paths).toEqual(ownedBy === 'library' ? ['http://h:1/api/ps'] : [])
})
