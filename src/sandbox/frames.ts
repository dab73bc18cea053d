/**
 * What goes over the pipe to an interpreter process. A frame is one byte of kind, four bytes of length and a body;
 * the parent looks at kinds only, so that a body of megabytes costs its event loop nothing.
 */
export const FRAME = {
  /** Process → parent: it has started. */
  ready: 'r',
  /** Both ways: the self-proof. */
  proof: 'p',
  /** Process → parent: the memory of a started Python. */
  snapshot: 's',
  /** Parent → tester: a program and its tests. */
  test: 't',
  /** Tester → candidate: run a program that reaches no further than its own names. */
  loadTame: 'l',
  /** Tester → candidate: run any other program. */
  loadWild: 'w',
  /** Tester → candidate: call the entry point. */
  call: 'c',
  /** Candidate → tester: what came of a program or a call. */
  answer: 'a',
  /** Parent → candidate and back: forget the program. */
  forget: 'f',
  /** Parent → tester: the program is gone. */
  gone: 'g',
  /** Tester → parent. */
  verdict: 'v',
  /** Candidate → parent: it printed too much. */
  output: 'o',
} as const

export interface Frame {
  readonly kind: string
  readonly body: Buffer
}

export const HEADER_BYTES = 5

/** The bytes of a frame. */
export function frameBytes(kind: string, body: Uint8Array | string): Buffer {
  const content = typeof body === 'string' ? Buffer.from(body) : body
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + content.length)
  bytes.write(kind, 0, 1, 'latin1')
  bytes.writeUInt32LE(content.length, 1)
  bytes.set(content, HEADER_BYTES)
  return bytes
}

/** A frame's kind and the length of its body, from its first `HEADER_BYTES`. */
export function frameHeader(bytes: Buffer): { readonly kind: string; readonly length: number } {
  return { kind: bytes.toString('latin1', 0, 1), length: bytes.readUInt32LE(1) }
}
