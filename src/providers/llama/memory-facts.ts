import type { GgufFileInfo } from 'node-llama-cpp'
import type { TensorInfo } from './count-parameters.ts'
import type { MemoryFacts } from './protocol.ts'

/** GGML types whose matrices are used as they lie in the file: F32, F16, Q4_1, Q5_0, Q5_1, BF16. */
const USED_IN_PLACE: ReadonlySet<number> = new Set([0, 1, 3, 6, 7, 30])

/** Bytes of a key's or value's number in the cache: float16. */
const CACHE_NUMBER_BYTES = 2

/** What of a GGUF file decides how much memory its model takes. Where it says nothing of its heads: as few as possible. */
export function memoryFacts(
  { fullTensorInfo, architectureMetadata, metadata }: GgufFileInfo,
  weightsBytes: number,
): MemoryFacts {
  const tensors = fullTensorInfo ?? []
  return {
    weightsBytes,
    copiedBytes: copiedBytes(tensors, weightsBytes),
    cacheBytesPerToken: cacheNumbersPerToken(architectureMetadata) * CACHE_NUMBER_BYTES,
    vocabulary: metadata.tokenizer?.ggml?.tokens?.length ?? 0,
    trainedContext: known(architectureMetadata.context_length),
  }
}

/** Tensors lie one after the other, so each ends where the next begins. */
function copiedBytes(tensors: readonly TensorInfo[], fileBytes: number): number {
  const inOrder = tensors.toSorted((a, b) => Number(a.fileOffset) - Number(b.fileOffset))
  const sizes = inOrder.map(
    ({ fileOffset }, index) => Number(inOrder[index + 1]?.fileOffset ?? fileBytes) - Number(fileOffset),
  )
  return inOrder.reduce(
    (sum, { ggmlType }, index) => sum + (USED_IN_PLACE.has(ggmlType) ? 0 : Math.max(0, sizes[index] ?? 0)),
    0,
  )
}

type Architecture = GgufFileInfo['architectureMetadata']

/** Numbers that a token leaves in the cache: a key and a value in each key-value head of each layer. */
function cacheNumbersPerToken(architecture: Architecture): number {
  const layers = known(architecture.block_count) ?? 0
  const { head_count, head_count_kv, key_length, value_length } = (architecture.attention ?? {}) as {
    readonly [field: string]: unknown
  }
  const heads = perLayer(head_count, layers)
  const ofHead = (known(architecture.embedding_length) ?? 0) / Math.max(1, ...heads)
  const pair = (known(key_length) ?? ofHead) + (known(value_length) ?? ofHead)
  return perLayer(head_count_kv ?? head_count, layers).reduce((sum, count) => sum + count * pair, 0)
}

/** A number of each layer: a file states one for all, or a list. */
function perLayer(stated: unknown, layers: number): number[] {
  if (Array.isArray(stated)) return stated.map((one) => known(one) ?? 0)
  return new Array<number>(layers).fill(known(stated) ?? 0)
}

function known(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined
}
