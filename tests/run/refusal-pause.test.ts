import { expect, test } from 'vitest'
import { createRefusalPause } from '../../src/run/refusal-pause.ts'

/** What happens, in order: time passes, a request (by its number) is refused or answered. */
type Step =
  | { readonly at: number }
  | { readonly refused: number; readonly retryAfterMs?: number }
  | { readonly answered: number }

test.each<readonly [string, readonly Step[], number]>([
  ['nothing has happened', [], 0],
  ['one refusal alone is bad luck', [{ answered: 1 }, { refused: 3, retryAfterMs: 2000 }], 0],
  ['… also a second one, after an answer', [{ refused: 3 }, { answered: 2 }, { refused: 4 }], 0],
  ['Retry-After is waited for', [{ refused: 3, retryAfterMs: 2000 }, { at: 500 }], 1500],
  ['… to its end', [{ refused: 3, retryAfterMs: 2000 }, { at: 2000 }], 0],
  [
    'the earliest of several counts',
    [
      { refused: 3, retryAfterMs: 5000 },
      { refused: 4, retryAfterMs: 2000 },
      { refused: 5, retryAfterMs: 9000 },
    ],
    2000,
  ],
  ['an answer to a later request ends it', [{ refused: 3, retryAfterMs: 2000 }, { answered: 4 }], 0],
  ['… to an earlier one does not', [{ refused: 3, retryAfterMs: 2000 }, { answered: 2 }], 2000],
  [
    '… and one that came before keeps it from beginning',
    [{ answered: 4 }, { refused: 3, retryAfterMs: 9 }, { refused: 2, retryAfterMs: 9 }],
    0,
  ],
  ['without Retry-After, half a second with equal jitter', [{ refused: 1 }], 375],
  ['… once for a burst', [{ refused: 1 }, { refused: 2 }, { refused: 3 }], 375],
  ['… doubled in a row', [{ refused: 1 }, { at: 400 }, { refused: 2 }, { at: 1300 }, { refused: 3 }], 1500],
  ['… ended by any answer', [{ refused: 9 }, { answered: 2 }], 0],
  [
    '… and short again after it',
    [{ refused: 1 }, { at: 400 }, { answered: 2 }, { refused: 3 }, { refused: 4 }],
    375,
  ],
  ["the server's word outweighs our guess", [{ refused: 1 }, { refused: 2, retryAfterMs: 4000 }], 4000],
  ['an hour is not waited for', [{ refused: 1, retryAfterMs: 3_600_000 }], 0],
])('%s', (_, steps, waitMs) => {
  let now = 0
  const pause = createRefusalPause({ now: () => now, random: () => 0.5 })
  // One refusal alone makes no pause; so where a case begins with one, another came before it.
  if (steps[0] !== undefined && 'refused' in steps[0]) pause.refused(0, undefined)
  for (const step of steps) {
    if ('at' in step) now = step.at
    if ('refused' in step) pause.refused(step.refused, step.retryAfterMs)
    if ('answered' in step) pause.answered(step.answered)
  }
  expect(pause.waitMs()).toBe(waitMs)
})
