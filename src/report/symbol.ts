import { SHAPES } from '../charts/chart-frame.ts'
import { type Html, html } from './html.ts'

/** Dashes that stay apart in grey, by kind; the first is a whole line. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3], [10, 4], [4, 4]]

/** The shape of a kind of models. */
export function shapeOf(kind: number): (typeof SHAPES)[number] {
  return SHAPES[Math.max(0, kind) % SHAPES.length] ?? 'circle'
}

/** The dash of a kind's lines. */
export function dashOf(kind: number): readonly number[] {
  return DASHES[Math.max(0, kind) % DASHES.length] ?? []
}

/** Steps of the sequential palette: custom properties --seq-0 to --seq-11 of the page. */
const STEPS = 12
/** Categorical colours: --hue-0 to --hue-4. */
const HUES = 5

/** The colour of a series, as CSS that follows the page's theme. */
export function colourOf({ tone, hue }: { tone?: number | undefined; hue?: number | undefined }): string {
  return hue === undefined
    ? `var(--seq-${Math.round((tone ?? 1) * (STEPS - 1))})`
    : `var(--hue-${hue % HUES})`
}

const PATHS: { readonly [shape in (typeof SHAPES)[number]]: string } = {
  circle: 'M16 2a4 4 0 1 1 0 8a4 4 0 1 1 0-8z',
  square: 'M12.5 2.5h7v7h-7z',
  'triangle-up': 'M16 1.5l4.5 8h-9z',
  diamond: 'M16 1l4 5l-4 5l-4-5z',
  'triangle-down': 'M16 10.5l4.5-8h-9z',
  cross: 'M14.7 2h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7v-2.6h2.7z',
}

/** The sample of a line in a legend. */
export function lineSample(series: {
  readonly kind: number
  readonly tone?: number | undefined
  readonly hue?: number | undefined
  readonly plain?: boolean
}): Html {
  const colour = series.plain === true ? 'currentColor' : colourOf(series)
  return html`<svg class="sample" viewBox="0 0 32 12" width="32" height="12" aria-hidden="true"><path d="M0 6h32" fill="none" stroke="${colour}" stroke-width="1.6" stroke-dasharray="${dashOf(series.kind).join(' ')}"/><path d="${PATHS[shapeOf(series.kind)]}" fill="${colour}"/></svg>`
}

/** The sample of an area or of a colour that no shape goes with. */
export function colourSample(colour: string): Html {
  return html`<svg class="sample" viewBox="0 0 14 12" width="14" height="12" aria-hidden="true"><path d="M1 1h12v10h-12z" fill="${colour}"/></svg>`
}
