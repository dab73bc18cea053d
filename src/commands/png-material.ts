import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import type { PngMaterial } from '../charts/png.ts'

const decompress = promisify(brotliDecompress)
const require = createRequire(import.meta.url)

/** From `src/commands` and from `dist/commands` alike. */
const FONTS = new URL('../../src/charts/fonts/', import.meta.url)

/**
 * Reads the renderer and the fonts that come with this package.
 * @param eastAsian with the font of Chinese and Japanese letters, which takes a moment
 */
export async function pngMaterial(eastAsian: boolean): Promise<PngMaterial> {
  const names = ['noto-sans-regular', 'noto-sans-bold', ...(eastAsian ? ['noto-sans-sc-regular'] : [])]
  const [wasm, ...fonts] = await Promise.all([
    readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')),
    ...names.map(async (name) => decompress(await readFile(new URL(`${name}.ttf.br`, FONTS)))),
  ])
  return { wasm, fonts }
}
