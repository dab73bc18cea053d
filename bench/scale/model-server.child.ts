import { createServer } from 'node:http'

/**
 * The cheapest OpenAI-compatible server that will do: it answers every chat request alike after LATENCY_MS, and prints
 * its base URL. `GET /stats` tells when the first request came and when the last answer left.
 */
const latencyMs = Number(process.argv[2] ?? 0)
let firstAt = 0
let lastAt = 0
let requests = 0
const ANSWER = JSON.stringify({
  id: 'c',
  object: 'chat.completion',
  created: 0,
  model: 'model-1b',
  choices: [{ index: 0, message: { role: 'assistant', content: ' 1234\n' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 120, completion_tokens: 3, total_tokens: 123 },
})
const HEADERS = { 'content-type': 'application/json', 'content-length': String(ANSWER.length) }

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    const stats = request.url === '/stats'
    if (!stats) response.statusCode = 404
    response.end(stats ? JSON.stringify({ firstAt, lastAt, requests }) : '{}')
    return
  }
  request.resume()
  request.on('end', () => {
    if (firstAt === 0) firstAt = Date.now()
    requests++
    const answer = (): void => {
      response.writeHead(200, HEADERS)
      response.end(ANSWER)
      lastAt = Date.now()
    }
    if (latencyMs === 0) answer()
    else setTimeout(answer, latencyMs)
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}/v1`)
})
