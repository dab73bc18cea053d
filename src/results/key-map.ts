/** Numbers by trial key, in arrays of their own: 28 to 36 bytes a key, so a million keys take 28 MB. */
export interface KeyMap {
  readonly size: number
  has(key: string): boolean
  get(key: string): number | undefined
  /** @param value a whole number in [0, 2³²) */
  set(key: string, value: number): void
}

/** What a set of keys can be asked. */
export type KeySet = Pick<KeyMap, 'size' | 'has'>

const HEX_DIGITS = 32
/** Of an entry: its key's 128 bits, then its value. */
const KEY_WORDS = 4
const ENTRY_WORDS = KEY_WORDS + 1
/** Entries lie in chunks, so that a growing map copies none of them and leaves nothing to be collected. */
const CHUNK_BITS = 14
const CHUNK_ENTRIES = 1 << CHUNK_BITS
const FIRST_SLOTS = 1024

/**
 * An empty map. A trial key is 128 bits written in hex, so it is kept as four 32-bit words, found through an
 * open-addressing table with linear probing that is at most half full. Any other text works too, at the cost of a
 * plain Map.
 */
export function keyMap(): KeyMap {
  /** Number of an entry plus one; 0 is free. */
  let slots = new Uint32Array(FIRST_SLOTS)
  const chunks: Uint32Array[] = []
  let entries = 0
  const others = new Map<string, number>()
  const sought = new Uint32Array(KEY_WORDS)

  const chunkOf = (entry: number): Uint32Array => chunks[entry >>> CHUNK_BITS] ?? sought
  /** The slot that holds the sought key, or the free one where it belongs. */
  const slotOfSought = (): number => {
    const mask = slots.length - 1
    for (let slot = hashOf(sought, 0) & mask; ; slot = (slot + 1) & mask) {
      const entry = (slots[slot] ?? 0) - 1
      if (entry === -1 || isEqual(chunkOf(entry), placeOf(entry), sought)) return slot
    }
  }
  const widen = (): void => {
    slots = new Uint32Array(slots.length * 2)
    const mask = slots.length - 1
    for (let entry = 0; entry < entries; entry++) {
      let slot = hashOf(chunkOf(entry), placeOf(entry)) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = entry + 1
    }
  }
  const addSought = (slot: number): number => {
    if (entries === chunks.length * CHUNK_ENTRIES) chunks.push(new Uint32Array(CHUNK_ENTRIES * ENTRY_WORDS))
    const entry = entries++
    chunkOf(entry).set(sought, placeOf(entry))
    slots[slot] = entries
    if (entries * 2 > slots.length) widen()
    return entry
  }
  const get = (key: string): number | undefined => {
    if (!readHex(key, sought)) return others.get(key)
    const entry = (slots[slotOfSought()] ?? 0) - 1
    return entry === -1 ? undefined : chunkOf(entry)[placeOf(entry) + KEY_WORDS]
  }
  return {
    get size() {
      return entries + others.size
    },
    has: (key) => get(key) !== undefined,
    get,
    set: (key, value) => {
      if (!readHex(key, sought)) {
        others.set(key, value)
        return
      }
      const slot = slotOfSought()
      const known = (slots[slot] ?? 0) - 1
      const entry = known === -1 ? addSought(slot) : known
      chunkOf(entry)[placeOf(entry) + KEY_WORDS] = value
    },
  }
}

/** Where an entry starts in its chunk. */
function placeOf(entry: number): number {
  return (entry & (CHUNK_ENTRIES - 1)) * ENTRY_WORDS
}

/** Keys are digests, random in every bit; the mix only guards against a table of similar ones. */
function hashOf(words: Uint32Array, at: number): number {
  const high = Math.imul(words[at] ?? 0, 0x9e3779b1) ^ Math.imul(words[at + 1] ?? 0, 0x85ebca6b)
  const low = Math.imul(words[at + 2] ?? 0, 0xc2b2ae35) ^ Math.imul(words[at + 3] ?? 0, 0x27d4eb2f)
  const mixed = high ^ low
  return mixed ^ (mixed >>> 15)
}

function isEqual(words: Uint32Array, at: number, sought: Uint32Array): boolean {
  return (
    words[at] === sought[0] &&
    words[at + 1] === sought[1] &&
    words[at + 2] === sought[2] &&
    words[at + 3] === sought[3]
  )
}

const NO_DIGIT = 16

/** The value of a lower-case hex digit by its code. */
const DIGITS = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(code))
  return value === -1 ? NO_DIGIT : value
})

/** Reads 32 lower-case hex digits into four words; false for any other text. */
function readHex(key: string, into: Uint32Array): boolean {
  if (key.length !== HEX_DIGITS) return false
  for (let word = 0, at = 0; word < KEY_WORDS; word++) {
    let bits = 0
    for (const end = at + HEX_DIGITS / KEY_WORDS; at < end; at++) {
      const digit = DIGITS[key.charCodeAt(at)] ?? NO_DIGIT
      if (digit === NO_DIGIT) return false
      bits = (bits << 4) | digit
    }
    into[word] = bits
  }
  return true
}
