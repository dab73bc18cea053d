const QUOTE = 0x22
const COMMA = 0x2c
const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

const QUOTED = 1
/** Quoted, with quotes in it that are written twice. */
const DOUBLED = 2

/** Where the cells of one row lie in a buffer. */
export interface CsvCells {
  readonly count: number
  /** The text of a cell; empty for a column the row does not have. */
  text(column: number): string
  /**
   * Finds the cells of the row that starts at `from`, and returns where the next one starts; -1 when the row's line
   * end is not among the bytes up to `to`.
   *
   * @throws CsvFault for bytes that RFC 4180 has no meaning for
   */
  scan(buffer: Buffer, from: number, to: number): number
}

/** What is wrong with a CSV file, and at which byte of the scanned buffer. */
export class CsvFault extends Error {
  override readonly name = 'CsvFault'
  readonly at: number

  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}

/** A scanner of rows at the level of bytes: cells become text only when they are asked for. */
export function csvCells(): CsvCells {
  let starts = new Int32Array(64)
  let ends = new Int32Array(64)
  let kinds = new Uint8Array(64)
  let count = 0
  let bytes: Buffer = Buffer.alloc(0)
  /** By column: most columns say the same row after row. */
  const latest: string[] = []

  const add = (start: number, end: number, kind: number): void => {
    if (count === starts.length) {
      starts = Int32Array.from({ length: count * 2 }, (_, n) => starts[n] ?? 0)
      ends = Int32Array.from({ length: count * 2 }, (_, n) => ends[n] ?? 0)
      kinds = Uint8Array.from({ length: count * 2 }, (_, n) => kinds[n] ?? 0)
    }
    starts[count] = start
    ends[count] = end
    kinds[count++] = kind
  }

  /** Adds the plain cell at `from`; returns where its comma or line feed stands, or -1. */
  const plainCell = (buffer: Buffer, from: number, to: number): number => {
    for (let at = from; at < to; at++) {
      const byte = buffer[at] ?? 0
      // Nearly all bytes are above the three that end a cell or may not stand in it.
      if (byte > COMMA) continue
      if (byte === COMMA) {
        add(from, at, 0)
        return at
      }
      if (byte === LINE_FEED) {
        add(from, at > from && buffer[at - 1] === CARRIAGE_RETURN ? at - 1 : at, 0)
        return at
      }
      if (byte === QUOTE) throw new CsvFault('a quote inside a cell that does not start with one', at)
    }
    return -1
  }
  /** The same for the quoted cell whose opening quote stands at `from`. */
  const quotedCell = (buffer: Buffer, from: number, to: number): number => {
    let kind = QUOTED
    for (let at = from + 1; ; at += 2) {
      at = buffer.indexOf(QUOTE, at)
      // A quote that is the last byte may be the first of two.
      if (at === -1 || at + 1 >= to) return -1
      if (buffer[at + 1] === QUOTE) {
        kind = DOUBLED
        continue
      }
      const end = buffer[at + 1] === CARRIAGE_RETURN ? at + 2 : at + 1
      if (end >= to) return -1
      const closed = buffer[end] === LINE_FEED || (buffer[end] === COMMA && end === at + 1)
      if (!closed) throw new CsvFault('text between a closing quote and the next comma', end)
      add(from + 1, at, kind)
      return end
    }
  }

  return {
    get count() {
      return count
    },
    text: (column) => {
      if (column < 0 || column >= count) return ''
      const start = starts[column] ?? 0
      const end = ends[column] ?? 0
      const known = latest[column]
      // The bytes of a cell with doubled quotes are not its text, and may be that of the cell before.
      if (known !== undefined && kinds[column] !== DOUBLED && isAscii(known, bytes, start, end)) return known
      const text = bytes.toString('utf8', start, end)
      const value = kinds[column] === DOUBLED ? text.replaceAll('""', '"') : text
      latest[column] = value
      return value
    },
    scan: (buffer, from, to) => {
      bytes = buffer
      count = 0
      for (let at = from; at < to; ) {
        const end = buffer[at] === QUOTE ? quotedCell(buffer, at, to) : plainCell(buffer, at, to)
        if (end === -1) return -1
        if (buffer[end] === LINE_FEED) return end + 1
        at = end + 1
      }
      return -1
    },
  }
}

/** Whether these bytes are the text, which is quicker to see than to make the text; text beyond ASCII never is. */
function isAscii(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false
  for (let n = 0; n < text.length; n++) {
    const code = text.charCodeAt(n)
    if (code > 0x7f || code !== bytes[start + n]) return false
  }
  return true
}
