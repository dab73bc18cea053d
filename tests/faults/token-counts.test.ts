import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { icl } from '../commands/run-icl.ts'
import { answerBody } from './addition.ts'
import { additionProject, SHORT_WAITS, tallyOf } from './addition-project.ts'
import { json } from './fault-kinds.ts'

/** What llama-server says of itself: a context so small that every prompt is counted. */
const FACTS: Readonly<Record<string, object>> = {
  '/v1/models': { data: [{ id: 'm', owned_by: 'llamacpp' }] },
  '/props': {
    default_generation_settings: { n_ctx: 100 },
    total_slots: 4,
    model_path: '/w/m.gguf',
    chat_template: '',
  },
}

/** A llama-server whose nth count of the same text goes wrong as told, where it does. */
async function startCounting(faultOf: (nth: number) => ((response: ServerResponse) => void) | undefined) {
  const counts = new Map<string, number>()
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const path = request.url ?? ''
    const fact = FACTS[path]
    if (fact !== undefined) return json(response, 200, JSON.stringify(fact))
    const body = JSON.parse(text)
    if (path !== '/tokenize') return json(response, 200, answerBody(false, 'm', [body.prompt]))
    const nth = (counts.get(body.content) ?? 0) + 1
    counts.set(body.content, nth)
    const fault = faultOf(nth)
    if (fault !== undefined) return fault(response)
    json(response, 200, JSON.stringify({ tokens: Array(Math.ceil(body.content.length / 4)).fill(1) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const project = additionProject({
    items: 12,
    providers: { llama: `{type: openai, base_url: 'http://127.0.0.1:${port}/v1', timeout_s: 60}` },
  })
  onTestFinished(project.remove)
  return { project, counts }
}

const reset = (response: ServerResponse) => void response.socket?.resetAndDestroy()

test.each<[string, (response: ServerResponse) => void]>([
  ['reset', reset],
  ['a 503', (response) => json(response, 503, '{}')],
  ['no answer', () => {}],
  ['a body that says nothing', (response) => json(response, 200, '{}')],
])('the first count of each prompt goes wrong (%s): all trials are scored', async (_name, fault) => {
  const { project, counts } = await startCounting((nth) => (nth === 1 ? fault : undefined))
  expect(await icl(project.run, SHORT_WAITS)).toMatchObject({ exitCode: 0 })
  expect(tallyOf(project.rows(), 'score_exact_match')).toEqual({ 1: 12 })
  expect([...counts.values()].every((times) => times >= 2)).toBe(true)
})

test('counts that never come are failed rows with their cause, and exit code 1', async () => {
  const { project } = await startCounting(() => reset)
  expect(await icl(project.run, SHORT_WAITS)).toMatchObject({ exitCode: 1 })
  const rows = project.rows()
  expect(tallyOf(rows, 'outcome')).toEqual({ failed: 12 })
  for (const row of rows) expect(row.error).toMatch(/^network: /)
})
