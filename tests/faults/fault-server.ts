import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AskedBody, answerBody, promptsOf } from './addition.ts'
import { COMMIT, errorBody, type FaultKind, json, refuse } from './fault-kinds.ts'
import { type FaultMix, fateOf } from './mix.ts'

export interface FaultServerOptions {
  /** Shares of requests that go wrong. Default: none. */
  readonly mix?: FaultMix
  /** Which requests go wrong. Default 1. */
  readonly seed?: number
  /** Instead of a mix: what becomes of the first, second, … request with the same prompt; after them all is well. */
  readonly script?: readonly (FaultKind | 'ok')[]
  /** Prompts without an addition (those of probes) meet no faults. Default false. */
  readonly sparesProbes?: boolean
  /** Before an answer, whatever it is but a refusal. Default 0. */
  readonly latencyMs?: number
  /** Requests in flight at most; those above are refused with 429. Default: no limit. */
  readonly limit?: number
  /** Where set, refusals above the limit carry Retry-After. */
  readonly limitRetryAfterS?: number
  /** Serves so many completions, then dies for good: nothing listens any more, or every request meets a fault. */
  readonly dies?: { readonly after: number; readonly as: 'closed' | FaultKind }
  /** Where set, any other key is answered with 401. */
  readonly key?: string
  /** Names it serves; others are answered with 404. Default: any name is served, `m` is listed. */
  readonly models?: readonly string[]
  /** Of the rate limits that name a time. Default 1. */
  readonly retryAfterS?: number
  /** Between two of the ten pieces of a slow answer. Default 30. */
  readonly dripMs?: number
  /** Default: one that is free. */
  readonly port?: number
}

/** What a server has seen so far: completions only, not its list of models. */
export interface Counts {
  requests: number
  /** Rightly, and not slowly. */
  answered: number
  /** Above the limit. */
  refused: number
  inFlight: number
  mostInFlight: number
  faults: Partial<Record<FaultKind, number>>
  /** Of the right ones, those to an addition that had been answered before: work done twice. */
  answeredAgain: number
}

export interface FaultServer {
  /** Ends in `/v1`. */
  readonly baseUrl: string
  readonly port: number
  readonly counts: Counts
  /** Times each prompt was asked. */
  readonly asked: ReadonlyMap<string, number>
  stop(): Promise<void>
}

/**
 * A server that speaks OpenAI's protocol (`/v1/models`, `/v1/completions`, `/v1/chat/completions`), adds integers
 * rightly, and goes wrong as it is told. `GET /counts` shows what it has seen.
 */
export async function startFaultServer(options: FaultServerOptions = {}): Promise<FaultServer> {
  const asked = new Map<string, number>()
  const answered = new Set<string>()
  let listed = 0
  const counts: Counts = {
    requests: 0,
    answered: 0,
    refused: 0,
    inFlight: 0,
    mostInFlight: 0,
    faults: {},
    answeredAgain: 0,
  }
  const settings = { retryAfterS: options.retryAfterS ?? 1, dripMs: options.dripMs ?? 30 }
  const { latencyMs = 0, limit = Number.POSITIVE_INFINITY } = options
  const fate = fateIn(options)
  const server = createServer({ keepAliveTimeout: 600_000, requestTimeout: 0 }, (request, response) =>
    receive(request, (text) => route(request, text)(response)),
  )

  function route(request: IncomingMessage, text: string): Reply {
    const path = request.url ?? ''
    if (path === '/counts') return withJson(200, JSON.stringify({ ...counts, prompts: asked.size }))
    if (options.key !== undefined && request.headers.authorization !== `Bearer ${options.key}`)
      return withJson(401, errorBody('Incorrect API key provided', 'invalid_api_key'))
    if (path === '/v1/models') return list()
    const chat = path === '/v1/chat/completions'
    if (!chat && path !== '/v1/completions') return withJson(404, errorBody(`no ${path}`))
    return completion(chat, JSON.parse(text))
  }

  function list(): Reply {
    const text = modelList(options.models ?? ['m'])
    const kind = options.script === undefined ? fate('/v1/models', ++listed) : undefined
    return kind === undefined ? withJson(200, text) : (response) => COMMIT[kind](response, text, settings)
  }

  function completion(chat: boolean, body: AskedBody): Reply {
    const model = body.model ?? ''
    if (options.models !== undefined && !options.models.includes(model))
      return withJson(404, errorBody(`The model \`${model}\` does not exist`, 'model_not_found'))
    counts.requests++
    if (counts.inFlight < limit) return (response) => admit(response, chat, model, promptsOf(body))
    counts.refused++
    const { limitRetryAfterS: after } = options
    return (response) => refuse(response, after === undefined ? {} : { 'retry-after': String(after) })
  }

  function admit(response: ServerResponse, chat: boolean, model: string, prompts: readonly string[]): void {
    counts.mostInFlight = Math.max(counts.mostInFlight, ++counts.inFlight)
    response.once('close', () => counts.inFlight--)
    const prompt = prompts.join('\n')
    const nth = (asked.get(prompt) ?? 0) + 1
    asked.set(prompt, nth)
    const reply = (): void => {
      const kind = deadAs() ?? fate(prompt, nth)
      if (kind === 'closed') void stop()
      else answer(response, kind, prompt, answerBody(chat, model, prompts))
    }
    if (latencyMs > 0) setTimeout(reply, latencyMs)
    else reply()
  }

  function answer(
    response: ServerResponse,
    kind: FaultKind | undefined,
    prompt: string,
    right: string,
  ): void {
    if (kind !== undefined) {
      counts.faults[kind] = (counts.faults[kind] ?? 0) + 1
      COMMIT[kind](response, right, settings)
      return
    }
    counts.answered++
    if (!isProbe(prompt) && answered.has(prompt)) counts.answeredAgain++
    answered.add(prompt)
    json(response, 200, right)
  }

  function deadAs(): 'closed' | FaultKind | undefined {
    const { dies } = options
    return dies !== undefined && counts.answered >= dies.after ? dies.as : undefined
  }

  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', 1024, resolve)
  })
  const { port } = server.address() as AddressInfo
  return { baseUrl: `http://127.0.0.1:${port}/v1`, port, counts, asked, stop }
}

type Reply = (response: ServerResponse) => void

function withJson(status: number, text: string): Reply {
  return (response) => json(response, status, text)
}

/** Whether a prompt asks for no addition: clients ask so to see what a server is. */
function isProbe(prompt: string): boolean {
  return !/\d/.test(prompt)
}

function fateIn(options: FaultServerOptions): (prompt: string, nth: number) => FaultKind | undefined {
  const { script, mix = {}, seed = 1, sparesProbes = false } = options
  return (prompt, nth) => {
    if (sparesProbes && isProbe(prompt)) return undefined
    if (script === undefined) return fateOf(mix, seed, prompt, nth)
    const kind = script[nth - 1] ?? 'ok'
    return kind === 'ok' ? undefined : kind
  }
}

function receive(request: IncomingMessage, then: (text: string) => void): void {
  let chunks: Buffer | Buffer[] | undefined
  request.on('data', (chunk: Buffer) => {
    if (chunks === undefined) chunks = chunk
    else if (Array.isArray(chunks)) chunks.push(chunk)
    else chunks = [chunks, chunk]
  })
  request.on('end', () => {
    const whole = Array.isArray(chunks) ? Buffer.concat(chunks) : chunks
    then(whole === undefined ? '' : whole.toString())
  })
  // A client that goes away while it asks is no concern of the server's.
  request.on('error', () => {})
}

function modelList(names: readonly string[]): string {
  return JSON.stringify({
    object: 'list',
    data: names.map((id) => ({ id, object: 'model', created: 1, owned_by: 'tests' })),
  })
}
