/** Reads one block of quantised weights: appends its values to `out`. Layouts: ggml's block structs. */
type ReadBlock = (block: DataView, out: number[]) => void

interface TensorType {
  /** Values in a block. */
  readonly values: number
  /** Bytes of a block. */
  readonly bytes: number
  readonly read: ReadBlock
}

/** Tensor types by their number in GGUF, as far as embeddings are stored in them. */
const TENSOR_TYPES: ReadonlyMap<number, TensorType> = new Map<number, TensorType>([
  [0, { values: 1, bytes: 4, read: (block, out) => out.push(block.getFloat32(0, true)) }],
  [1, { values: 1, bytes: 2, read: (block, out) => out.push(half(block, 0)) }],
  [30, { values: 1, bytes: 2, read: (block, out) => out.push(brainHalf(block)) }],
  [2, { values: 32, bytes: 18, read: fourBit({ hasMinimum: false }) }],
  [3, { values: 32, bytes: 20, read: fourBit({ hasMinimum: true }) }],
  [6, { values: 32, bytes: 22, read: fiveBit({ hasMinimum: false }) }],
  [7, { values: 32, bytes: 24, read: fiveBit({ hasMinimum: true }) }],
  [8, { values: 32, bytes: 34, read: eightBit }],
  [12, { values: 256, bytes: 144, read: superBlock({ highBits: false }) }],
  [13, { values: 256, bytes: 176, read: superBlock({ highBits: true }) }],
  [14, { values: 256, bytes: 210, read: sixBit }],
])

/** Bytes that hold so many values of a tensor type; undefined for types that are not known here. */
export function bytesOfValues(type: number, values: number): number | undefined {
  const known = TENSOR_TYPES.get(type)
  return known && (values / known.values) * known.bytes
}

/** The values of a whole number of blocks of a known tensor type; none for an unknown one. */
export function dequantize(type: number, bytes: Uint8Array): number[] {
  const known = TENSOR_TYPES.get(type)
  const out: number[] = []
  if (known === undefined) return out
  for (let at = 0; at + known.bytes <= bytes.length; at += known.bytes)
    known.read(new DataView(bytes.buffer, bytes.byteOffset + at, known.bytes), out)
  return out
}

/** IEEE 754 half precision. */
function half(view: DataView, at: number): number {
  const bits = view.getUint16(at, true)
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** bfloat16: the upper half of a float32. */
function brainHalf(view: DataView): number {
  const wide = new DataView(new ArrayBuffer(4))
  wide.setUint16(2, view.getUint16(0, true), true)
  return wide.getFloat32(0, true)
}

/** Q4_0 and Q4_1: a scale, with a minimum or centred on 8; low halves of the bytes first. */
function fourBit({ hasMinimum }: { hasMinimum: boolean }): ReadBlock {
  return (block, out) => {
    const scale = half(block, 0)
    const minimum = hasMinimum ? half(block, 2) : -8 * scale
    const at = hasMinimum ? 4 : 2
    for (let index = 0; index < 32; index++) {
      const byte = block.getUint8(at + (index % 16))
      out.push(scale * (index < 16 ? byte & 0xf : byte >> 4) + minimum)
    }
  }
}

/** Q5_0 and Q5_1: as four bits, with the fifth bits of all values in one 32-bit word. */
function fiveBit({ hasMinimum }: { hasMinimum: boolean }): ReadBlock {
  return (block, out) => {
    const scale = half(block, 0)
    const minimum = hasMinimum ? half(block, 2) : -16 * scale
    const at = hasMinimum ? 4 : 2
    const fifth = block.getUint32(at, true)
    for (let index = 0; index < 32; index++) {
      const byte = block.getUint8(at + 4 + (index % 16))
      const low = index < 16 ? byte & 0xf : byte >> 4
      out.push(scale * (low | (((fifth >>> index) & 1) << 4)) + minimum)
    }
  }
}

/** Q8_0: a scale and signed bytes. */
function eightBit(block: DataView, out: number[]): void {
  const scale = half(block, 0)
  for (let index = 0; index < 32; index++) out.push(scale * block.getInt8(2 + index))
}

/** Q4_K and Q5_K: eight groups of 32, each with a 6-bit scale and minimum. */
function superBlock({ highBits }: { highBits: boolean }): ReadBlock {
  return (block, out) => {
    const scale = half(block, 0)
    const minimum = half(block, 2)
    const low = highBits ? 48 : 16
    for (let group = 0; group < 8; group++) {
      const [groupScale, groupMinimum] = groupScales(block, group)
      for (let index = 0; index < 32; index++) {
        const byte = block.getUint8(low + (group >> 1) * 32 + index)
        const high = highBits ? ((block.getUint8(16 + index) >> group) & 1) << 4 : 0
        const quant = (group % 2 === 0 ? byte & 0xf : byte >> 4) | high
        out.push(scale * groupScale * quant - minimum * groupMinimum)
      }
    }
  }
}

/** The 6-bit scale and minimum of a group, packed in the 12 bytes from offset 4. */
function groupScales(block: DataView, group: number): [scale: number, minimum: number] {
  const at = (index: number): number => block.getUint8(4 + index)
  if (group < 4) return [at(group) & 63, at(group + 4) & 63]
  return [(at(group + 4) & 0xf) | ((at(group - 4) >> 6) << 4), (at(group + 4) >> 4) | ((at(group) >> 6) << 4)]
}

/** Q6_K: two halves of 128 values; low four bits, then high two bits, then signed scales of 16 values each. */
function sixBit(block: DataView, out: number[]): void {
  const scale = half(block, 208)
  for (let index = 0; index < 256; index++) {
    const part = index >> 7
    const quarter = (index >> 5) & 3
    const place = index & 31
    const byte = block.getUint8(part * 64 + (quarter % 2) * 32 + place)
    const low = quarter < 2 ? byte & 0xf : byte >> 4
    const high = (block.getUint8(128 + part * 32 + place) >> (2 * quarter)) & 3
    out.push(scale * block.getInt8(192 + (index >> 4)) * ((low | (high << 4)) - 32))
  }
}
