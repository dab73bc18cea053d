import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Frame, frameBytes } from '../../src/sandbox/frames.ts'
import { splitFrames } from '../../src/sandbox/split-frames.ts'

const frame = fc.record({
  kind: fc.constantFrom('r', 't', 'c', 'a', 'v'),
  body: fc.uint8Array({ maxLength: 40 }),
})

test('frames come out as they went in, however the pipe cuts them', () => {
  fc.assert(
    fc.property(fc.array(frame), fc.array(fc.nat(30)), (frames, cuts) => {
      const bytes = Buffer.concat(frames.map(({ kind, body }) => frameBytes(kind, body)))
      const found: Frame[] = []
      const split = splitFrames(
        1000,
        (one) => found.push(one),
        () => expect.unreachable(),
      )
      let at = 0
      for (const length of cuts) {
        split(bytes.subarray(at, at + length))
        at += length
      }
      split(bytes.subarray(at))
      expect(found.map(({ kind, body }) => [kind, [...body]])).toEqual(
        frames.map(({ kind, body }) => [kind, [...body]]),
      )
    }),
  )
})

test('a frame that is announced too long ends the reading before its body comes', () => {
  const found: string[] = []
  const split = splitFrames(
    10,
    ({ kind }) => found.push(kind),
    () => found.push('oversize'),
  )
  split(frameBytes('a', 'x'.repeat(10)))
  split(frameBytes('b', 'x'.repeat(11)).subarray(0, 5))
  split(frameBytes('c', ''))
  expect(found).toEqual(['a', 'oversize'])
})
