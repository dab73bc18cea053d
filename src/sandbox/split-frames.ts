import { type Frame, frameHeader, HEADER_BYTES } from './frames.ts'

/**
 * Puts frames together from the pieces of a pipe, without copying a long body more than once.
 *
 * @param onOversize called once when a frame is announced that is longer than allowed; nothing follows it
 */
export function splitFrames(
  maxBytes: number,
  onFrame: (frame: Frame) => void,
  onOversize: () => void,
): (piece: Buffer) => void {
  let pieces: Buffer[] = []
  let held = 0
  let wanted = HEADER_BYTES
  let kind = ''
  let broken = false

  const take = (): Buffer => {
    const all = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces)
    const rest = all.subarray(wanted)
    held = rest.length
    pieces = held === 0 ? [] : [rest]
    return all.subarray(0, wanted)
  }
  const header = (): void => {
    const { kind: next, length } = frameHeader(take())
    kind = next
    wanted = length
    if (length <= maxBytes) return
    broken = true
    pieces = []
    onOversize()
  }
  return (piece) => {
    if (broken) return
    pieces.push(piece)
    held += piece.length
    while (!broken && held >= wanted) {
      if (kind === '') header()
      else {
        const frame = { kind, body: take() }
        kind = ''
        wanted = HEADER_BYTES
        onFrame(frame)
      }
    }
  }
}
