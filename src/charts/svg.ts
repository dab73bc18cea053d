import type { TopLevelSpec } from 'vega-lite'
import { textWidth } from './text-width.ts'

declare module 'vega' {
  /** Missing from Vega's types: how it measures text, free to be replaced. */
  export const textMetrics: {
    width: (item: { readonly fontSize?: number }, text: unknown) => number
  }
}

/** Draws a Vega-Lite spec as SVG text, without a browser. Vega is loaded on the first call: it is large. */
export async function svgOf(spec: TopLevelSpec): Promise<string> {
  const [{ parse, textMetrics, View }, { compile }] = await Promise.all([import('vega'), import('vega-lite')])
  // Without a canvas Vega takes every character for 0.8 em and leaves a wide empty margin.
  textMetrics.width = (item, text) => textWidth(String(text), item.fontSize ?? 11)
  const view = new View(parse(compile(spec).spec), { renderer: 'none' })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}
