/** What a model's name tells of it. */
export interface NamedSize {
  readonly parameters: number
  /** Parameters that take part in each token, where the name has them apart: `30b-a3b`. */
  readonly activeParameters?: number | undefined
  /** The name without the size: `pythia-160m-deduped` → `pythia-deduped`. */
  readonly family: string
}

const UNITS: Readonly<Record<string, number>> = { m: 1e6, b: 1e9, t: 1e12 }

/** A size in a name, with what parts it from its neighbours: `-160m`, `_1.3b`, ` 13B`, `-7b1` (7.1 billion). */
const SIZE = /(?<=^|[-_ .:/])(a?)(\d+(?:\.\d+)?)([mbt])(\d?)(?=$|[-_ .:/])/gi

/**
 * The size that a model's name states, or `undefined` where it states none, or several of which none is the size
 * (`mixtral-8x7b` is not 7 billion).
 */
export function sizeOfName(name: string): NamedSize | undefined {
  const found = [...name.matchAll(SIZE)].map(([text, active, digits, unit = '', rest]) => ({
    text,
    isActive: active !== '',
    count: Math.round(Number(rest === '' ? digits : `${digits}.${rest}`) * (UNITS[unit.toLowerCase()] ?? 1)),
  }))
  const totals = found.filter(({ isActive }) => !isActive)
  const actives = found.filter(({ isActive }) => isActive)
  const [total] = totals
  if (total === undefined || totals.length > 1 || actives.length > 1) return undefined
  const family = name
    .replace(SIZE, '')
    .replace(/([-_ .:/])[-_ .:/]+/g, '$1')
    .replace(/^[-_ .:/]+|[-_ .:/]+$/g, '')
  return {
    parameters: total.count,
    activeParameters: actives[0]?.count,
    family: family === '' ? name : family,
  }
}

/** A count as people write it: `160000000`, `1.6e8`, `160M`, `1.3B`; `undefined` where it is none. */
export function countOf(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?(?:e\+?\d+)?)\s?([kmbt]?)$/i.exec(text.trim()) ?? []
  if (digits === undefined) return undefined
  const count = Math.round(
    Number(digits) * (unit === '' ? 1 : unit.toLowerCase() === 'k' ? 1e3 : (UNITS[unit.toLowerCase()] ?? 1)),
  )
  return count > 0 && Number.isFinite(count) ? count : undefined
}
