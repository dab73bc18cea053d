import { describe, expect, test } from 'vitest'
import { readEcho } from '../../../src/providers/openai/read-echo.ts'

/** A choice in the shape of the protocol; offsets as the server's tokens add up, unless given. */
function choice(
  tokens: readonly (readonly [string, number | null])[],
  { offsets, tops }: { offsets?: readonly number[]; tops?: readonly unknown[] } = {},
) {
  let at = 0
  const counted = tokens.map(([token]) => {
    const start = at
    at += [...token].length
    return start
  })
  return {
    index: 0,
    text: tokens.map(([token]) => token).join(''),
    logprobs: {
      tokens: tokens.map(([token]) => token),
      token_logprobs: tokens.map(([, value]) => value),
      text_offset: offsets ?? counted,
      top_logprobs: tops,
    },
    finish_reason: 'length',
  }
}

const SKY = [
  ['The', null],
  [' sky', -3],
  [' is', -1],
  [' bl', -2],
  ['ue', -0.5],
] as const

describe('tokens of a continuation in an echo', () => {
  test.each([
    ['with a token of the server’s own', choice([...SKY, ['.', -1]]), 'The sky is', ' blue', -2.5, 2],
    ['without one', choice(SKY), 'The sky is', ' blue', -2.5, 2],
    ['whose own token has no text (end of text)', choice([...SKY, ['', -1]]), 'The sky is', ' blue', -2.5, 2],
    ['a token over the border counts', choice(SKY), 'The sky is ', 'blue', -2.5, 2],
    ['a border inside a token', choice(SKY), 'The sky is b', 'lue', -2.5, 2],
    [
      'BOS in front, counted with its name',
      choice([['<bos>', null], ['The', -9], ...SKY.slice(1), ['.', -1]]),
      'The sky is',
      ' blue',
      -2.5,
      2,
    ],
    [
      'BOS in front, without a text',
      choice([['', null], ['The', -9], ...SKY.slice(1), ['.', -1]]),
      'The sky is',
      ' blue',
      -2.5,
      2,
    ],
    [
      'characters beyond 16 bits count as one',
      choice([
        ['😀', null],
        [' 😃', -1],
        [' ok', -2],
        ['!', -1],
      ]),
      '😀 😃',
      ' ok',
      -2,
      1,
    ],
    [
      'parts of a character that share its offset',
      choice(
        [
          ['a', null],
          ['bytes:\\xe4\\xbd', -1],
          ['bytes:\\xa0', -2],
          ['.', -1],
        ],
        { offsets: [0, 1, 1, 2] },
      ),
      'a',
      '你',
      -3,
      2,
    ],
  ])('%s', (_name, answer, prompt, continuation, logProbability, tokens) => {
    expect(readEcho(answer, prompt, continuation)).toEqual({
      state: 'likelihood',
      likelihood: { text: continuation, logProbability, tokens, greedy: undefined },
    })
  })

  const none = 'the answer has no log-probabilities of the text that was sent'
  const offsets = 'text_offset does not line up with the text that was sent'
  test.each([
    ['no logprobs', { text: 'The sky is blue.' }, 'absent', none],
    ['null', { text: '', logprobs: null }, 'absent', none],
    [
      'llama-server’s shape',
      { text: '.', logprobs: { content: [{ token: '.', logprob: -1 }] } },
      'absent',
      none,
    ],
    ['the server’s token alone', choice([['.', -1]]), 'absent', none],
    [
      'lists of different lengths',
      { logprobs: { ...choice(SKY).logprobs, text_offset: [0] } },
      'absent',
      none,
    ],
    [
      'its own tokens alone',
      choice([
        ['.', -1],
        [' It', -1],
        [' is', -1],
      ]),
      'unclear',
      offsets,
    ],
    ['a text that was cut', choice(SKY.slice(0, 4)), 'unclear', offsets],
    ['more than one token of its own', choice([...SKY, ['.', -1], [' It', -1]]), 'unclear', offsets],
    ['offsets that go back', choice(SKY, { offsets: [0, 3, 7, 2, 13] }), 'unclear', offsets],
    [
      'parts of a character counted one by one',
      choice([
        ['The sky is', null],
        [' ', -1],
        ['\ufffd', -1],
        ['\ufffd', -1],
        ['.', -1],
      ]),
      'unclear',
      offsets,
    ],
  ])('%s: none', (_name, answer, state, problem) => {
    expect(readEcho(answer, 'The sky is', ' blue')).toEqual({ state, problem })
  })

  test('nothing before the first token: no likelihood', () => {
    expect(readEcho(choice(SKY), '', 'The sky is blue')).toMatchObject({ state: 'unclear' })
  })

  test.each([
    ['the likeliest each time', [null, {}, {}, { ' bl': -2 }, { ue: -0.5 }], true],
    ['another was likelier once', [null, {}, {}, { ' red': -1, ' bl': -2 }, { ue: -0.5 }], false],
    ['not told of all', [null, {}, {}, {}, { ue: -0.5 }], undefined],
  ])('greedy: %s', (_name, tops, greedy) => {
    expect(readEcho(choice(SKY, { tops }), 'The sky is', ' blue')).toMatchObject({ likelihood: { greedy } })
  })
})
