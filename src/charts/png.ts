import { initWasm, Resvg } from '@resvg/resvg-wasm'

/** What drawing a PNG needs beside the picture. No font of the machine is used, so that a PNG is the same everywhere. */
export interface PngMaterial {
  /** The renderer's WebAssembly. */
  readonly wasm: Uint8Array
  /** TrueType fonts; a text's letters are taken from the first that has them. */
  readonly fonts: readonly Uint8Array[]
}

/** The family that "sans-serif" stands for. */
const FAMILY = 'Noto Sans'

let ready: Promise<unknown> | undefined

/** Draws SVG text as a PNG of a width in pixels, on white. */
export async function pngOf(svg: string, { wasm, fonts }: PngMaterial, width: number): Promise<Uint8Array> {
  // Once a process: the renderer refuses to be initialised again.
  ready ??= initWasm(wasm)
  await ready
  const picture = new Resvg(svg, {
    font: { fontBuffers: [...fonts], defaultFontFamily: FAMILY, sansSerifFamily: FAMILY },
    fitTo: { mode: 'width', value: width },
    background: 'white',
  })
  const image = picture.render()
  try {
    return image.asPng()
  } finally {
    image.free()
    picture.free()
  }
}

/** Whether a text has East Asian letters, which need a large font. */
export function hasEastAsian(text: string): boolean {
  return /[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]/u.test(text)
}
