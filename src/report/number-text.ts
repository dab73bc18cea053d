import type { Point } from '../domain/point.ts'

/** A score as people read it: three decimals for fractions, two for nats per byte. */
export function scoreText(score: number | undefined, maximum = 1): string {
  if (score === undefined) return ''
  return score.toFixed(maximum > 0 ? 3 : 2).replace('-', '−')
}

/** `0.533 [0.361, 0.698]`: score and 95 % interval, as far as they are known. */
export function scoreWithInterval(point: Point | undefined): string {
  if (point?.score === undefined) return ''
  const score = scoreText(point.score, point.maximum)
  if (point.ciLow === undefined || point.ciHigh === undefined) return score
  return `${score} [${scoreText(point.ciLow, point.maximum)}, ${scoreText(point.ciHigh, point.maximum)}]`
}

/** Three significant digits. */
export function shortNumber(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toPrecision(3)))
}

/** `1 trial`, `2 trials`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
