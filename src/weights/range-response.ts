/** What is on file of an unfinished download. */
export interface PartialBody {
  readonly bytes: number
  /** The server's strong ETag, or its Last-Modified: says whether the rest is of the same file. */
  readonly validator?: string | undefined
  /** Size of the whole body, where the server said it. */
  readonly total?: number | undefined
}

/** What a response to a download request means. */
export type RangeResponse =
  /** The body is the whole file. */
  | { readonly kind: 'whole'; readonly total?: number | undefined; readonly validator?: string | undefined }
  /** The body is the rest, from the first missing byte. */
  | { readonly kind: 'rest'; readonly total?: number | undefined }
  /** What is on file does not go with what the server has now. */
  | { readonly kind: 'restart' }
  /** It may work later. */
  | { readonly kind: 'later'; readonly reason: string; readonly waitMs?: number | undefined }
  | { readonly kind: 'failed'; readonly reason: string }

const LATER: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504])

/** Reads status and headers (RFC 9110, sections 14 and 15) against what is on file. */
export function readRangeResponse(status: number, headers: Headers, partial: PartialBody): RangeResponse {
  if (status === 200) return { kind: 'whole', ...wholeBody(headers) }
  if (status === 206) return continues(headers, partial)
  if (status === 416 && partial.bytes > 0) return { kind: 'restart' }
  if (LATER.has(status)) return { kind: 'later', reason: `HTTP ${status}`, waitMs: retryAfter(headers) }
  if (status === 401 || status === 403)
    return { kind: 'failed', reason: `HTTP ${status}: the server asks for permission` }
  if (status === 404 || status === 410) return { kind: 'failed', reason: `HTTP ${status}: no such file` }
  return { kind: 'failed', reason: `HTTP ${status}` }
}

/** The header that a resumed download sends, or none where there is nothing to resume. */
export function rangeHeaders(partial: PartialBody): Readonly<Record<string, string>> {
  if (partial.bytes === 0 || partial.validator === undefined) return {}
  return { range: `bytes=${partial.bytes}-`, 'if-range': partial.validator }
}

function wholeBody(headers: Headers): { total?: number; validator?: string } {
  const encoding = headers.get('content-encoding') ?? 'identity'
  // A compressed body has another length than the file, and its ranges are of the compressed bytes.
  if (encoding !== 'identity') return {}
  const length = Number(headers.get('content-length') ?? Number.NaN)
  const validator = strongTag(headers) ?? headers.get('last-modified')
  return {
    ...(Number.isSafeInteger(length) ? { total: length } : {}),
    ...(validator === null ? {} : { validator }),
  }
}

function continues(headers: Headers, partial: PartialBody): RangeResponse {
  const match = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '')
  if (match === null || Number(match[1]) !== partial.bytes) return { kind: 'restart' }
  const total = match[2] === '*' ? partial.total : Number(match[2])
  if (partial.total !== undefined && total !== partial.total) return { kind: 'restart' }
  const tag = strongTag(headers)
  const sameTag = tag === null || !partial.validator?.startsWith('"') || tag === partial.validator
  return sameTag ? { kind: 'rest', total } : { kind: 'restart' }
}

function strongTag(headers: Headers): string | null {
  const tag = headers.get('etag')
  return tag?.startsWith('"') ? tag : null
}

function retryAfter(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 60) * 1000 : undefined
}
