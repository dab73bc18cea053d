import { writeFileSync } from 'node:fs'

/** GGUF's numbers for the kinds of values used here. */
const KIND = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 } as const

/** A value of a GGUF file's header: integers become uint32, other numbers float32. */
export type GgufValue =
  | string
  | boolean
  | number
  | readonly string[]
  | readonly number[]
  | { readonly floats: number[] }

export interface TinyTensor {
  readonly name: string
  /** Row length first. */
  readonly shape: readonly number[]
  readonly values: Float32Array
}

const ALIGNMENT = 32

/** Writes a GGUF file, version 3, of float32 tensors. */
export function writeGguf(
  path: string,
  header: Readonly<Record<string, GgufValue>>,
  tensors: readonly TinyTensor[],
): void {
  const entries = Object.entries(header)
  const parts: Buffer[] = [Buffer.from('GGUF'), uint32(3), uint64(tensors.length), uint64(entries.length)]
  for (const [key, value] of entries) parts.push(text(key), typed(value))
  let offset = 0
  for (const { name, shape, values } of tensors) {
    parts.push(text(name), uint32(shape.length), ...shape.map(uint64), uint32(0), uint64(offset))
    offset += padded(values.byteLength)
  }
  const head = Buffer.concat(parts)
  const data = tensors.map(({ values }) => {
    const bytes = Buffer.alloc(padded(values.byteLength))
    Buffer.from(values.buffer, values.byteOffset, values.byteLength).copy(bytes)
    return bytes
  })
  writeFileSync(path, Buffer.concat([head, Buffer.alloc(padded(head.length) - head.length), ...data]))
}

function typed(value: GgufValue): Buffer {
  if (typeof value === 'string') return Buffer.concat([uint32(KIND.string), text(value)])
  if (typeof value === 'boolean') return Buffer.concat([uint32(KIND.bool), Buffer.from([value ? 1 : 0])])
  if (typeof value === 'number')
    return Number.isInteger(value)
      ? Buffer.concat([uint32(KIND.uint32), uint32(value)])
      : Buffer.concat([uint32(KIND.float32), float32(value)])
  if ('floats' in value) return listed(KIND.float32, value.floats.map(float32))
  const members = value.map((one) => (typeof one === 'string' ? text(one) : uint32(one)))
  return listed(typeof value[0] === 'string' ? KIND.string : KIND.int32, members)
}

function listed(kind: number, members: readonly Buffer[]): Buffer {
  return Buffer.concat([uint32(KIND.array), uint32(kind), uint64(members.length), ...members])
}

function text(value: string): Buffer {
  return Buffer.concat([uint64(Buffer.byteLength(value)), Buffer.from(value)])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function float32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}

function padded(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
}
