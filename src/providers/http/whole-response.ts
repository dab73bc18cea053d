const decoder = new TextDecoder()

/**
 * A response whose body has been read already. It has no stream (`body` is null): making one costs more than all the
 * rest of a response, and what hangs on it waits for a full garbage collection.
 */
export function wholeResponse(bytes: Buffer<ArrayBuffer>, init: ResponseInit): Response {
  const response = new Response(null, init)
  const text = async (): Promise<string> => decoder.decode(bytes)
  return Object.assign(response, {
    text,
    json: async (): Promise<unknown> => JSON.parse(await text()),
    bytes: async () => bytes,
    arrayBuffer: async () => Uint8Array.from(bytes).buffer,
    blob: async () => new Blob([bytes], { type: response.headers.get('content-type') ?? '' }),
  })
}
