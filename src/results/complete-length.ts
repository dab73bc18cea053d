import type { FileHandle } from 'node:fs/promises'

const QUOTE = 0x22
const LINE_FEED = 0x0a
const CHUNK = 1 << 20

/**
 * Bytes of a CSV file up to and including its last line end outside quotes: what comes after is a row that was
 * being written when the machine stopped. Reads the file once; a quote inside quotes is doubled (RFC 4180), so
 * counting quotes tells inside from outside.
 */
export async function completeLength(file: FileHandle): Promise<number> {
  const chunk = Buffer.allocUnsafe(CHUNK)
  let inside = false
  let complete = 0
  for (let start = 0; ; ) {
    const { bytesRead } = await file.read(chunk, 0, CHUNK, start)
    if (bytesRead === 0) return complete
    for (let at = 0; at < bytesRead; at++) {
      const byte = chunk[at]
      if (byte === QUOTE) inside = !inside
      else if (byte === LINE_FEED && !inside) complete = start + at + 1
    }
    start += bytesRead
  }
}
