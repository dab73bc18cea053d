import { readSync, writeSync } from 'node:fs'
import { type Frame, frameBytes, frameHeader, HEADER_BYTES } from './frames.ts'

/** The pipe to the parent, beside standard input and output. */
const CHANNEL = 3

/** Waits for the next frame; undefined when the parent is gone. Blocks: an interpreter does one thing at a time. */
export function readFrame(): Frame | undefined {
  const header = readBytes(HEADER_BYTES)
  if (header === undefined) return undefined
  const { kind, length } = frameHeader(header)
  const body = readBytes(length)
  return body === undefined ? undefined : { kind, body }
}

/** Sends a frame. */
export function writeFrame(kind: string, body: Uint8Array | string): void {
  const bytes = frameBytes(kind, body)
  for (let sent = 0; sent < bytes.length; ) sent += writeSync(CHANNEL, bytes, sent)
}

function readBytes(length: number): Buffer | undefined {
  const bytes = Buffer.allocUnsafe(length)
  for (let read = 0; read < length; ) {
    const count = readSync(CHANNEL, bytes, read, length - read, null)
    if (count === 0) return undefined
    read += count
  }
  return bytes
}
