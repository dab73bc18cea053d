import { open } from 'node:fs/promises'
import { requireSpace } from './cache-failure.ts'
import { withoutSecrets } from './expand-source.ts'
import type { FetchJob } from './fetch-job.ts'
import { bodyPath, readPartialBody, startPartialBody } from './partial-body.ts'
import { type PartialBody, rangeHeaders, readRangeResponse } from './range-response.ts'
import { DamagedDownload, SourceFailure } from './source-failure.ts'

/** How many times in a row a download may break without having got further than ever before. */
const TRIES_WITHOUT_HEADWAY = 4
const FIRST_PAUSE_MS = 500

/** One try: the body is complete, or it broke off for a reason that may pass. */
type Try =
  | { readonly kind: 'complete' }
  | { readonly kind: 'broken'; reason: string; waitMs?: number | undefined }

/**
 * Fetches a URL into the job's folder, going on where an earlier try ended if the server still has the same
 * file. Returns the path of the complete body. Throws a SourceFailure when the server has it not, or when the
 * connection keeps breaking.
 */
export async function fetchUrl(url: string, job: FetchJob): Promise<string> {
  requireSafe(url, job)
  let furthest = (await readPartialBody(job.folder)).bytes
  for (let tries = 1; ; tries++) {
    const result = await tryOnce(url, job)
    job.signal.throwIfAborted()
    if (result.kind === 'complete') return bodyPath(job.folder)
    const { bytes } = await readPartialBody(job.folder)
    if (bytes > furthest) tries = 0
    furthest = Math.max(furthest, bytes)
    if (tries >= TRIES_WITHOUT_HEADWAY) throw new SourceFailure(result.reason)
    await job.wait(result.waitMs ?? FIRST_PAUSE_MS * 2 ** (tries - 1), job.signal)
  }
}

async function tryOnce(url: string, job: FetchJob): Promise<Try> {
  const partial = await readPartialBody(job.folder)
  if (partial.bytes > 0 && partial.bytes === partial.total) {
    job.onResume()
    return { kind: 'complete' }
  }
  const response = await request(url, partial, job)
  if (typeof response === 'string') return { kind: 'broken', reason: response }
  try {
    requireSafe(response.url || url, job)
    return await takeResponse(response, partial, job)
  } finally {
    // A body that nobody reads would hold the connection open.
    if (response.body?.locked === false) await response.body.cancel().catch(() => undefined)
  }
}

async function takeResponse(response: Response, partial: PartialBody, job: FetchJob): Promise<Try> {
  const reading = readRangeResponse(response.status, response.headers, partial)
  if (reading.kind === 'failed') throw new SourceFailure(reading.reason)
  if (reading.kind === 'later') return { kind: 'broken', reason: reading.reason, waitMs: reading.waitMs }
  if (reading.kind === 'restart') {
    await startPartialBody(job.folder, {})
    return { kind: 'broken', reason: 'the server cannot go on where the download broke off', waitMs: 0 }
  }
  const from = reading.kind === 'rest' ? partial.bytes : 0
  requireDeclaredSize(reading.total, job)
  await requireSpace(job.cacheFolder, (reading.total ?? 0) - from)
  if (reading.kind === 'whole') await startPartialBody(job.folder, reading)
  else job.onResume()
  return writeBody(response, from, reading.total, job)
}

/** The response, or why there was none. */
async function request(url: string, partial: PartialBody, job: FetchJob): Promise<Response | string> {
  try {
    return await job.fetch(url, {
      headers: { 'accept-encoding': 'identity', ...authorization(url, job), ...rangeHeaders(partial) },
      signal: job.signal,
    })
  } catch (error) {
    job.signal.throwIfAborted()
    return reasonOf(error)
  }
}

async function writeBody(
  response: Response,
  from: number,
  total: number | undefined,
  job: FetchJob,
): Promise<Try> {
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader()
  const handle = await open(bodyPath(job.folder), from === 0 ? 'w' : 'a')
  const limit = total ?? job.model.bytes ?? Number.POSITIVE_INFINITY
  let bytes = from
  try {
    job.meter(bytes, total ?? job.model.bytes)
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        job.signal.throwIfAborted()
        return { done: 'broken' as const, value: reasonOf(error) }
      })
      if (done === 'broken') return { kind: 'broken', reason: value }
      if (done) break
      bytes += value.length
      if (bytes > limit) throw new DamagedDownload(`the server sends more than ${limit} bytes`)
      await handle.appendFile(value)
      job.meter(bytes, total ?? job.model.bytes)
    }
    await handle.sync()
  } finally {
    await handle.close()
    await reader.cancel().catch(() => undefined)
  }
  if (total !== undefined && bytes < total)
    return { kind: 'broken', reason: `the connection ended after ${bytes} of ${total} bytes` }
  return { kind: 'complete' }
}

function requireDeclaredSize(total: number | undefined, job: FetchJob): void {
  if (total !== undefined && job.model.bytes !== undefined && total !== job.model.bytes)
    throw new SourceFailure(`the file there has ${total} bytes, the model declares ${job.model.bytes}`)
}

/** Without a sha256 only HTTPS, or this machine itself, says that the file is what its server holds. */
function requireSafe(url: string, job: FetchJob): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed?.protocol === 'https:') return
  if (parsed?.protocol !== 'http:')
    throw new SourceFailure(`${withoutSecrets(url)} is not an https:// address`)
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(parsed.hostname)
  if (!loopback && job.model.sha256 === undefined)
    throw new SourceFailure(`${withoutSecrets(url)} is plain http, which needs a sha256 on the model`)
}

/** Gated repositories of the Hugging Face hub ask for the user's token; no other host gets it. */
function authorization(url: string, job: FetchJob): Readonly<Record<string, string>> {
  const token = job.env.HF_TOKEN
  const hub = new URL(url).origin === 'https://huggingface.co'
  return hub && token !== undefined && token !== '' ? { authorization: `Bearer ${token}` } : {}
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  // fetch says only "fetch failed"; what happened is in its cause, and in that one's code where it is a list.
  if (!(cause instanceof Error)) return withoutSecrets(error.message)
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  return withoutSecrets(cause.message || code || error.message)
}
