import { FAULT_KINDS, type FaultKind } from './fault-kinds.ts'

/** Shares of requests in [0, 1] that go wrong, by kind; the rest is answered. */
export type FaultMix = Readonly<Partial<Record<FaultKind, number>>>

/** Mixes by name. */
export const MIXES = {
  none: {},
  /** What the best-known tools were measured on: 18.5 % of all requests go wrong. */
  peers: {
    'rate-limit-seconds': 0.1,
    'error-500': 0.05,
    'reset-before': 0.02,
    'malformed-json': 0.01,
    never: 0.005,
  },
  /** Each kind that needs no time-out, alike: 30 % of all requests go wrong. */
  all: Object.fromEntries(
    FAULT_KINDS.filter((kind) => kind !== 'never' && kind !== 'length-too-long').map((kind) => [
      kind,
      0.3 / 16,
    ]),
  ) as FaultMix,
} satisfies Record<string, FaultMix>

/** Reads `peers`, or `error-500=0.1,never=0.01`. @throws Error on a name or share that is none */
export function parseMix(text: string): FaultMix {
  const named = Object.entries(MIXES).find(([name]) => name === text)
  if (named !== undefined) return named[1]
  return Object.fromEntries(
    text.split(',').map((entry) => {
      const [name, share] = entry.split('=')
      const kind = FAULT_KINDS.find((known) => known === name)
      if (kind === undefined || !(Number(share) >= 0 && Number(share) <= 1))
        throw new Error(
          `--mix ${entry}: want ${Object.keys(MIXES).join(', ')}, or KIND=SHARE with KIND of ${FAULT_KINDS.join(', ')}`,
        )
      return [kind, Number(share)]
    }),
  )
}

/**
 * What becomes of the nth request (from 1) with this prompt: it follows from seed, prompt and n alone, so that a
 * run meets the same faults however its requests are ordered.
 */
export function fateOf(mix: FaultMix, seed: number, prompt: string, nth: number): FaultKind | undefined {
  let chance = hash01(prompt, Math.imul(seed, 0x9e3779b1) ^ Math.imul(nth, 0x85ebca6b))
  for (const kind of FAULT_KINDS) {
    const share = mix[kind] ?? 0
    if (chance < share) return kind
    chance -= share
  }
  return undefined
}

/** FNV-1a with murmur3's final mixing, as a number in [0, 1). */
function hash01(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  hash ^= hash >>> 16
  return (hash >>> 0) / 2 ** 32
}
