import { type FileHandle, open } from 'node:fs/promises'
import { bytesOfValues, dequantize } from './dequantize.ts'

/** A tensor as a GGUF file lists it. */
export interface TensorInfo {
  readonly name: string
  /** Row length first. */
  readonly dimensions: readonly (number | bigint)[]
  readonly ggmlType: number
  /** Place of its data, from the start of the file. */
  readonly fileOffset: number | bigint
}

/** Rows of the two matrices that are compared, spread evenly over the vocabulary. */
const ROWS_COMPARED = 16

/**
 * Tied matrices differ by quantisation alone (above 0.99 in the files seen); separate ones of a trained model point
 * elsewhere.
 */
const TIED_ABOVE = 0.9

/**
 * Parameters of a GGUF model: the elements of its tensors. Some files of models with tied embeddings store the
 * matrix twice, as `token_embd.weight` and `output.weight`, often quantised differently; it is counted once when
 * the rows of both agree. Where a tensor type is not known here, they count as two.
 */
export async function countParameters(tensors: readonly TensorInfo[], path: string): Promise<number> {
  const total = tensors.reduce((sum, tensor) => sum + elements(tensor), 0)
  const embedding = tensors.find(({ name }) => name === 'token_embd.weight')
  const output = tensors.find(({ name }) => name === 'output.weight')
  if (embedding === undefined || output === undefined) return total
  if (embedding.dimensions.join() !== output.dimensions.join()) return total
  return (await areTied(embedding, output, path)) ? total - elements(output) : total
}

function elements({ dimensions }: TensorInfo): number {
  return dimensions.reduce<number>((product, size) => product * Number(size), 1)
}

async function areTied(a: TensorInfo, b: TensorInfo, path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const rows = Number(a.dimensions[1] ?? 1)
    const compared = Array.from({ length: ROWS_COMPARED }, (_, index) =>
      Math.floor((index * rows) / ROWS_COMPARED),
    )
    const similarities = await Promise.all(
      compared.map(async (row) => cosine(await readRow(file, a, row), await readRow(file, b, row))),
    )
    return median(similarities) > TIED_ABOVE
  } finally {
    await file.close()
  }
}

async function readRow(file: FileHandle, tensor: TensorInfo, row: number): Promise<number[]> {
  const bytes = bytesOfValues(tensor.ggmlType, Number(tensor.dimensions[0] ?? 0))
  if (bytes === undefined) return []
  const { buffer } = await file.read(Buffer.alloc(bytes), 0, bytes, Number(tensor.fileOffset) + row * bytes)
  return dequantize(tensor.ggmlType, buffer)
}

/** Cosine of the angle between two rows; 0 where either is empty or zero. */
function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0)
  const norm = Math.sqrt(dot(a, a) * dot(b, b))
  return norm > 0 ? dot(a, b) / norm : 0
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}
