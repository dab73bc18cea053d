import { expect, test } from 'vitest'
import { drawPlot } from '../../src/charts/plot/draw-plot.ts'
import { hasEastAsian, pngOf } from '../../src/charts/png.ts'
import { pngMaterial } from '../../src/commands/png-material.ts'
import { fourModels } from './demo-points.ts'

const svgWith = (text: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><text x="5" y="22" font-family="sans-serif" font-size="20">${text}</text></svg>`
const blank = svgWith('')

async function same(a: string, b: string, eastAsian = true): Promise<boolean> {
  const material = await pngMaterial(eastAsian)
  const [one, other] = [await pngOf(a, material, 60), await pngOf(b, material, 60)]
  return Buffer.from(one).equals(Buffer.from(other))
}

// The renderer sees no font of the machine: it is WebAssembly without files.
test.each(['A', 'é', 'κ', '≤', '国', '繁', '體', 'の', '，'])('%s is drawn', async (letter) => {
  expect(await same(svgWith(letter), blank)).toBe(false)
  // Nor is it the box that stands for letters without a form.
  expect(await same(svgWith(letter), svgWith('\u{1F9EA}'))).toBe(false)
})

test('letters differ, and Chinese needs its font', async () => {
  expect(await same(svgWith('国'), svgWith('都'))).toBe(false)
  expect(await same(svgWith('国'), svgWith('都'), false)).toBe(true)
  expect(['国', 'の', '，', 'é', '≤'].map(hasEastAsian)).toEqual([true, true, true, false, false])
})

test('a plot is as many pixels wide as asked for, the same bytes each time', async () => {
  const { svg } = await drawPlot(fourModels, { x: 'params' })
  const material = await pngMaterial(false)
  const png = Buffer.from(await pngOf(svg, material, 1500))
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect(png.readUInt32BE(16)).toBe(1500)
  expect(png.equals(Buffer.from(await pngOf(svg, material, 1500)))).toBe(true)
})
