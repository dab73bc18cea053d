/** One line of the table: what was measured, beside what, and what it should be. */
export interface Line {
  readonly what: string
  readonly ours: string
  /** The measure beside it in the same run on the same machine, where there is one. */
  readonly beside?: string
  readonly target: string
  readonly holds: boolean
}

/** `214 µs`, `1.23 s`, `187 MB`: three digits. */
export function amount(value: number, unit: string): string {
  return `${value >= 100 ? Math.round(value).toLocaleString('en-US') : Number(value.toPrecision(3))} ${unit}`
}

/** `0.68 ×`. */
export function times(ratio: number): string {
  return `${ratio.toFixed(2)} ×`
}

export const MB = 1e6
