import { closeSync, openSync, readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { InputError } from '../domain/input-error.ts'
import { type CsvCells, CsvFault, csvCells } from './csv-cells.ts'

/** The row a scan stands at. It is overwritten by the next one. */
export interface ScannedRow {
  /** The text of a cell, by its place in the header. */
  text(column: number): string
  /** The row's bytes in the file, its line end included: from `start` up to `end`. */
  readonly start: number
  readonly end: number
  /** Those bytes, valid until the next batch. */
  bytes(): Buffer
}

/** Rows that were read together. */
export interface RowBatch {
  readonly header: readonly string[]
  /** Where the first of them starts in the file. */
  readonly start: number
  /** Must be gone through before the next batch is taken. */
  readonly rows: Iterable<ScannedRow>
}

const WINDOW = 1 << 20
const BYTE_ORDER_MARK = Buffer.from('\ufeff')

/**
 * Reads a CSV file with a header (RFC 4180, nothing forgiven) in constant memory and at the speed of its bytes. What
 * follows the last line end outside quotes was being written when the machine stopped, and is left out.
 *
 * @throws InputError naming file and line when the file is not CSV, or a row has not the header's number of cells
 */
export async function* scanRows(path: string): AsyncGenerator<RowBatch> {
  const file = await open(path, 'r')
  try {
    yield* batches(file, path)
  } finally {
    await file.close()
  }
}

async function* batches(file: FileHandle, path: string): AsyncGenerator<RowBatch> {
  const cells = csvCells()
  const window = windowOn(file, path)
  let header: string[] | undefined
  while (await window.fill()) {
    if (header === undefined) {
      if (window.offset === 0) window.skip(BYTE_ORDER_MARK)
      if (!window.next(cells)) continue
      header = Array.from({ length: cells.count }, (_, column) => cells.text(column))
    }
    yield { header, start: window.offset, rows: rowsIn(window, cells, header.length) }
  }
}

function* rowsIn(window: Window, cells: CsvCells, columns: number): Generator<ScannedRow> {
  const row = { text: cells.text, start: 0, end: 0, bytes: () => window.bytes(row.start, row.end) }
  for (;;) {
    row.start = window.offset
    if (!window.next(cells)) return
    if (cells.count !== columns)
      throw window.fault(`a row of ${cells.count} cells under a header of ${columns}`, row.start)
    row.end = window.offset
    yield row
  }
}

/** A stretch of a file in memory, which moves on over it. */
interface Window {
  /** Place in the file of the next row. */
  readonly offset: number
  /** Reads on behind what is not yet scanned; false at the end of the file. */
  fill(): Promise<boolean>
  /** Passes over these bytes, if they are what comes next. */
  skip(bytes: Buffer): void
  /** Scans the next row; false when it is not wholly in the window. @throws InputError */
  next(cells: CsvCells): boolean
  /** Bytes of rows of this window, by their place in the file. */
  bytes(start: number, end: number): Buffer
  fault(message: string, place: number): InputError
}

function windowOn(file: FileHandle, path: string): Window {
  let buffer = Buffer.allocUnsafe(WINDOW)
  /** Place in the file of the buffer's first byte. */
  let base = 0
  let next = 0
  let filled = 0
  const fault = (message: string, place: number): InputError =>
    new InputError({ message, file: path, line: lineAt(path, place) })
  return {
    get offset() {
      return base + next
    },
    fill: async () => {
      if (next > 0) buffer.copyWithin(0, next, filled)
      else if (filled === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2)
      base += next
      filled -= next
      next = 0
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, base + filled)
      filled += bytesRead
      return bytesRead > 0
    },
    skip: (bytes) => {
      const end = next + bytes.length
      if (end <= filled && buffer.subarray(next, end).equals(bytes)) next = end
    },
    next: (cells) => {
      try {
        const end = cells.scan(buffer, next, filled)
        if (end !== -1) next = end
        return end !== -1
      } catch (error) {
        throw error instanceof CsvFault ? fault(error.message, base + error.at) : error
      }
    },
    bytes: (start, end) => buffer.subarray(start - base, end - base),
    fault,
  }
}

/** The line of a place in a file, from 1. */
function lineAt(path: string, place: number): number {
  const file = openSync(path, 'r')
  const chunk = Buffer.allocUnsafe(1 << 16)
  let line = 1
  try {
    for (let at = 0; at < place; ) {
      const read = readSync(file, chunk, 0, Math.min(chunk.length, place - at), at)
      if (read === 0) return line
      for (const byte of chunk.subarray(0, read)) if (byte === 0x0a) line++
      at += read
    }
    return line
  } finally {
    closeSync(file)
  }
}
