/**
 * A hash of a string, 32 bits: FNV-1a over UTF-16 units, then a finalizer (MurmurHash3's fmix32). The domain's
 * named random streams would do, but their SHA-256 costs more than the rest of a simulated answer together.
 */
export function hashText(text: string, start = 0): number {
  let hash = start ^ 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return mixed(hash)
}

/** The hash of a hash and a number: the number-th member of the stream that the hash names. */
export function hashNumber(hash: number, number: number): number {
  return mixed((hash + Math.imul(number + 1, 0x9e3779b9)) | 0)
}

/** A number strictly between 0 and 1 made from a hash. */
export function unit(hash: number): number {
  return ((hash >>> 0) + 0.5) / 2 ** 32
}

/** A standard normal deviate made from a hash (Box–Muller, one of the pair). */
export function normal(hash: number): number {
  const radius = Math.sqrt(-2 * Math.log(unit(hashNumber(hash, 0))))
  return radius * Math.cos(2 * Math.PI * unit(hashNumber(hash, 1)))
}

function mixed(hash: number): number {
  let bits = hash ^ (hash >>> 16)
  bits = Math.imul(bits, 0x85ebca6b)
  bits ^= bits >>> 13
  bits = Math.imul(bits, 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
