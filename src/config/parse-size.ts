const UNITS: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9, T: 1e12 }

/** `135M` → 135000000; a number stays; anything else (a variable that is not set) is unknown. */
export function parseSize(size: number | string | undefined): number | undefined {
  if (typeof size !== 'string') return size
  const unit = UNITS[size.slice(-1).toUpperCase()]
  // Rounded: 1.1 × 10⁹ is not exact in binary, and a size is whole.
  return unit === undefined ? undefined : Math.round(Number(size.slice(0, -1)) * unit)
}
