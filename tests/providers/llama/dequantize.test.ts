import { describe, expect, test } from 'vitest'
import { bytesOfValues, dequantize } from '../../../src/providers/llama/dequantize.ts'

/** 1.0 and 0.5 in half precision, low byte first. */
const ONE = [0x00, 0x3c]
const HALF = [0x00, 0x38]
const repeat = (count: number, ...bytes: number[]): number[] =>
  Array.from({ length: count }, () => bytes).flat()

describe('dequantize', () => {
  test.each([
    ['F32', 0, [0, 0, 0x80, 0x3f], [1]],
    ['F16', 1, [...HALF, 0x01, 0x00, 0x00, 0xc0], [0.5, 2 ** -24, -2]],
    ['BF16', 30, [0x80, 0xbf], [-1]],
    ['Q4_0', 2, [...ONE, ...repeat(16, 0xf0)], [...repeat(16, -8), ...repeat(16, 7)]],
    ['Q4_1', 3, [...ONE, ...HALF, ...repeat(16, 0x21)], [...repeat(16, 1.5), ...repeat(16, 2.5)]],
    ['Q5_0', 6, [...ONE, 0xff, 0xff, 0, 0, ...repeat(16, 0x10)], [...repeat(16, 0), ...repeat(16, -15)]],
    ['Q5_1', 7, [...ONE, ...HALF, 0, 0, 0, 0x80, ...repeat(16, 0)], [...repeat(31, 0.5), 16.5]],
    ['Q8_0', 8, [...HALF, ...repeat(31, 2), 0xfe], [...repeat(31, 1), -1]],
  ])('%s', (_name, type, bytes, values) => {
    expect(dequantize(type, Uint8Array.from(bytes))).toEqual(values)
    expect(bytesOfValues(type, values.length)).toBe(bytes.length)
  })

  test('Q4_K: scales of the later groups are put together from two places', () => {
    // Group g has scale g + 1, and 49 for the last; all minima are 0.
    const scales = [1, 2, 3, 4 | 0xc0, 0, 0, 0, 0, 5, 6, 7, 1]
    const values = dequantize(12, Uint8Array.from([...ONE, ...ONE, ...scales, ...repeat(128, 0x21)]))
    const firsts = Array.from({ length: 8 }, (_, group) => values[group * 32])
    expect(firsts).toEqual([1, 4, 3, 8, 5, 12, 7, 98])
  })

  test('Q5_K: the fifth bits', () => {
    const bytes = [
      ...ONE,
      ...ONE,
      1,
      1,
      1,
      1,
      0,
      0,
      0,
      0,
      1,
      1,
      1,
      1,
      ...repeat(32, 0b10),
      ...repeat(128, 0x21),
    ]
    const values = dequantize(13, Uint8Array.from(bytes))
    expect([values[0], values[32], values[64], values[96]]).toEqual([1, 18, 1, 2])
  })

  test('Q6_K: four low bits, two high bits, signed scales', () => {
    const scales = Array.from({ length: 16 }, (_, index) => (index === 15 ? 0xff : 1))
    const bytes = [...repeat(128, 0x21), ...repeat(64, 0b11_10_01_00), ...scales, ...ONE]
    const values = dequantize(14, Uint8Array.from(bytes))
    expect([values[0], values[32], values[64], values[96], values[255]]).toEqual([-31, -15, 2, 18, -18])
  })

  test('an unknown type has no values', () => {
    expect(dequantize(99, Uint8Array.from([1, 2]))).toEqual([])
    expect(bytesOfValues(99, 32)).toBeUndefined()
  })
})
