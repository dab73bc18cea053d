import type { ShotsFigure } from '../figure.ts'

/** A label at the right end of a line, at a score where no other one stands. */
export interface EndLabel {
  readonly text: string
  readonly score: number
}

/** Labels for the last points of the lines that have a short name, moved apart by at least `gap` of the scale where they can be. */
export function endLabels({ series, marks, y }: ShotsFigure, gap: number): EndLabel[] {
  const last = Math.max(...marks.map(({ x }) => x))
  const wanted = marks
    .flatMap(({ x, score, series: number }) => {
      const text = series[number]?.short
      return x === last && text !== undefined ? [{ text, score }] : []
    })
    .sort((a, b) => a.score - b.score)
  const least = gap * (y.high - y.low)
  if (wanted.length * least > y.high - y.low) return []
  // Upwards each stands above the one before; what was pushed out at the top is moved down again.
  const places: number[] = []
  for (const { score } of wanted)
    places.push(Math.max(score, (places.at(-1) ?? Number.NEGATIVE_INFINITY) + least))
  let ceiling = y.high
  for (let at = places.length - 1; at >= 0; at--) {
    places[at] = Math.min(places[at] ?? 0, ceiling)
    ceiling = (places[at] ?? 0) - least
  }
  return wanted.map(({ text }, index) => ({ text, score: places[index] ?? 0 }))
}
