const UNITS = [
  { size: 1e12, letter: 'T' },
  { size: 1e9, letter: 'B' },
  { size: 1e6, letter: 'M' },
  { size: 1e3, letter: 'K' },
] as const

/** A parameter count as people say it: `135M`, `1.5B`, `13.4K`; one decimal below a hundred, without a zero. */
export function formatParameters(parameters: number): string {
  // From 999.5M on it would round to 1000M: that is 1B.
  const unit = UNITS.find(({ size }) => parameters >= 0.9995 * size)
  if (unit === undefined) return String(Math.round(parameters))
  return `${roundedTo(parameters / unit.size)}${unit.letter}`
}

function roundedTo(value: number): number {
  return value >= 99.95 ? Math.round(value) : Math.round(value * 10) / 10
}
