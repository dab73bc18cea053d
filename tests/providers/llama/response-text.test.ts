import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { responseText } from '../../../src/providers/llama/response-text.ts'

function feed(parts: readonly (string | readonly number[])[], stop: readonly string[]): [string, number] {
  const response = responseText(stop)
  const used = parts.findIndex((part) => response.add(Buffer.from(part as string)))
  return [response.text, used]
}

describe('responseText', () => {
  test.each([
    ['plain text', [' Pa', 'ris'], [], ' Paris', -1],
    ['a stop string inside a token: the rest is dropped', [' Pa', 'ris\nCountry'], ['\n'], ' Paris', 1],
    ['a stop string over tokens', ['a#', '#', '#b'], ['###'], 'a', 2],
    ['the one that begins first', ['a-b=c'], ['=', '-'], 'a', 0],
    ['an empty stop string stops nothing', ['a', 'b'], [''], 'ab', -1],
    ['part of a stop string stays', ['a##'], ['###'], 'a##', -1],
    ['a character over tokens', [[0xe4, 0xbd], [0xa0], [0xe5, 0xa5, 0xbd]], ['好'], '你', 2],
    ['an unfinished character is left out', ['a', [0xf0, 0x9f]], [], 'a', -1],
    ['bytes that are no text', ['a', [0xff], 'b'], [], 'a\ufffdb', -1],
    ['a byte order mark stays', ['\ufeffa'], [], '\ufeffa', -1],
  ] as const)('%s', (_name, parts, stop, text, used) => {
    expect(feed(parts, stop)).toEqual([text, used])
  })

  test('does not depend on how the text came in', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '你', '😀', '\n'), maxLength: 30 })
    fc.assert(
      fc.property(
        text,
        fc.array(fc.nat(120)),
        fc.constantFrom('ab', '\n', '你a', '😀'),
        (whole, at, stop) => {
          const bytes = Buffer.from(whole)
          const places = [
            0,
            ...at.filter((place) => place < bytes.length).sort((a, b) => a - b),
            bytes.length,
          ]
          const response = responseText([stop])
          for (const [index, place] of places.entries())
            if (response.add(bytes.subarray(place, places[index + 1] ?? place))) break
          expect(response.text).toBe(whole.split(stop)[0])
        },
      ),
    )
  })
})
