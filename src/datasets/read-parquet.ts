import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { asyncBufferFromFile, type Compressors, parquetReadObjects } from 'hyparquet'
import { InputError } from '../domain/input-error.ts'
import type { ReadRecords } from './item-record.ts'
import { recordsOf } from './read-json.ts'

/** What Parquet pages are packed with, beside Snappy and no packing. */
const COMPRESSORS: Compressors = {
  GZIP: (input) => gunzipSync(input),
  BROTLI: (input) => brotliDecompressSync(input),
  ZSTD: (input) => zstdDecompressSync(input),
}

/** The rows of a Parquet file, in order. @throws InputError where it is no Parquet file, or packed in another way */
export async function readParquet(path: string): Promise<ReadRecords> {
  const rows = await readRows(path)
  return recordsOf(rows.map(plainValue), path, 'row')
}

async function readRows(path: string): Promise<readonly unknown[]> {
  const file = await asyncBufferFromFile(path)
  try {
    return await parquetReadObjects({ file, compressors: COMPRESSORS })
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^parquet (file )?/i, '') : String(error)
    throw new InputError({ file: path, message: `not a Parquet file that can be read: ${reason}` })
  }
}

/** A value as JSON would hold it: 64-bit numbers as numbers where that is exact, times as ISO 8601. */
function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : String(value)
  }
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(plainValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainValue(member)]))
}
