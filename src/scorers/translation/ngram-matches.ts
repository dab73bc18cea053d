/**
 * How many n-grams of a sequence stand in its references too, by order from 1 up to `orders`. Each counts as often as
 * the reference that has it most often (the clipped counts of Papineni et al. 2002, section 2.1).
 * @param sequence words or characters
 */
export function ngramMatches(
  sequence: readonly string[],
  references: readonly (readonly string[])[],
  orders: number,
): number[] {
  const numbers = new Map<string, number>()
  for (const symbol of sequence) if (!numbers.has(symbol)) numbers.set(symbol, numbers.size + 1)
  const numbered = (symbols: readonly string[]) =>
    Int32Array.from(symbols, (symbol) => numbers.get(symbol) ?? ABSENT)
  const texts = [sequence, ...references].map((symbols): Text => {
    const all = numbered(symbols)
    return { symbols: all, ngrams: all }
  })
  const matches = [clippedMatches(texts, numbers.size)]
  for (let order = 2; order <= orders; order++) matches.push(clippedMatches(texts, extend(texts)))
  return matches
}

/** No n-gram of the sequence: nothing longer that begins with it can match. */
const ABSENT = 0

/** A text's symbols, and its n-grams of one order by where they begin, as numbers that the sequence gave out. */
interface Text {
  readonly symbols: Int32Array
  ngrams: Int32Array
}

/** Goes on to the next order: an n-gram is the one before it and a further symbol. @returns how many there are */
function extend([sequence, ...references]: readonly Text[]): number {
  const numbers = new Map<number, number>()
  if (sequence === undefined) return 0
  // Neither factor exceeds the sequence's length + 1, so that the product stays a small whole number.
  const base = sequence.symbols.length + 1
  const extended = ({ symbols, ngrams }: Text, numberOf: (key: number) => number) => {
    const ahead = symbols.length - ngrams.length + 1
    return Int32Array.from({ length: Math.max(0, ngrams.length - 1) }, (_, start) => {
      const [head = ABSENT, tail = ABSENT] = [ngrams[start], symbols[start + ahead]]
      return head === ABSENT || tail === ABSENT ? ABSENT : numberOf(head * base + tail)
    })
  }
  sequence.ngrams = extended(sequence, (key) => {
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, numbers.size + 1)
    return numbers.size
  })
  for (const reference of references)
    reference.ngrams = extended(reference, (key) => numbers.get(key) ?? ABSENT)
  return numbers.size
}

function clippedMatches([sequence, ...references]: readonly Text[], kinds: number): number {
  if (sequence === undefined) return 0
  const wanted = counts(sequence.ngrams, kinds)
  const most = new Int32Array(kinds + 1)
  for (const { ngrams } of references) {
    const found = counts(ngrams, kinds)
    for (let kind = 1; kind <= kinds; kind++) most[kind] = Math.max(most[kind] ?? 0, found[kind] ?? 0)
  }
  let matches = 0
  for (let kind = 1; kind <= kinds; kind++) matches += Math.min(wanted[kind] ?? 0, most[kind] ?? 0)
  return matches
}

function counts(ngrams: Int32Array, kinds: number): Int32Array {
  const found = new Int32Array(kinds + 1)
  for (const ngram of ngrams) found[ngram] = (found[ngram] ?? 0) + 1
  return found
}
