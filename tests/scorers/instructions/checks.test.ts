import { describe, expect, test } from 'vitest'
import { InputError } from '../../../src/domain/input-error.ts'
import type { FieldValue } from '../../../src/domain/item.ts'
import { followed } from '../../../src/scorers/instructions/follows.ts'
import { checksOf } from '../../../src/scorers/instructions/item-checks.ts'
import { makeItem } from '../../fixtures/tasks.ts'

function itemWith(fields: { readonly [name: string]: FieldValue }) {
  return makeItem('q', 'Write.', '', { fields })
}

function follows(id: string, kwargs: FieldValue, response: string, mode: 'strict' | 'loose' = 'strict') {
  const checks = checksOf(itemWith({ instruction_id_list: [id], kwargs: [kwargs] }))
  return followed(response, checks, mode)[0]
}

const DIALOGUE = `Socrates: What is a boat for?
Ion: For crossing the river.
Socrates: And if it never leaves the bank?
Ion: Then it is a bench,
and a wet one.`

const BOTH = ['Socrates', 'Ion']

describe('instructions for dialogues', () => {
  test.each([
    ['dialogue:speakers', { speakers: BOTH }, DIALOGUE, true],
    ['dialogue:speakers', { speakers: [...BOTH, 'Meno'] }, DIALOGUE, false],
    ['dialogue:speakers', { speakers: ['Socrates'] }, DIALOGUE, false],
    ['dialogue:speakers', { speakers: BOTH }, `A dialogue.\n${DIALOGUE}`, false],
    ['dialogue:speakers', { speakers: BOTH }, `${DIALOGUE}\nMeno: I agree.`, false],
    ['dialogue:speakers', { speakers: BOTH }, `${DIALOGUE}\nSocrates:`, false],
    ['dialogue:speakers', { speakers: BOTH }, DIALOGUE.replaceAll('\n', '\n\n'), true],
    ['dialogue:turns', { num_turns: 4, relation: 'exactly' }, DIALOGUE, true],
    ['dialogue:turns', { num_turns: 5, relation: 'at least' }, DIALOGUE, false],
    ['dialogue:turns', { num_turns: 5, relation: 'less than' }, DIALOGUE, true],
    ['dialogue:turns', { num_turns: 1, relation: 'less than' }, 'No turns at all.', false],
    ['dialogue:alternating', {}, DIALOGUE, true],
    ['dialogue:alternating', {}, `Ion: Well.\n${DIALOGUE}\nIon: Yes.`, false],
    ['dialogue:first_speaker', { speaker: 'Socrates' }, DIALOGUE, true],
    ['dialogue:first_speaker', { speaker: 'Ion' }, DIALOGUE, false],
    ['dialogue:last_speaker', { speaker: 'Ion' }, DIALOGUE, true],
    ['dialogue:last_speaker', { speaker: 'Socrates' }, DIALOGUE, false],
    ['dialogue:questions', { speaker: 'Socrates' }, DIALOGUE, true],
    ['dialogue:questions', { speaker: 'Socrates' }, DIALOGUE.replace('for?', 'for? Tell me.'), false],
    ['dialogue:questions', { speaker: 'Ion' }, DIALOGUE, false],
    ['dialogue:questions', { speaker: 'Meno' }, DIALOGUE, false],
    ['dialogue:turn_words', { num_words: 10, relation: 'less than' }, DIALOGUE, true],
    ['dialogue:turn_words', { num_words: 9, relation: 'less than' }, DIALOGUE, false],
    ['dialogue:turn_words', { num_words: 8, relation: 'less than', speaker: 'Socrates' }, DIALOGUE, true],
  ] as const)('%s %j', (id, kwargs, response, verdict) => {
    expect(follows(id, kwargs as FieldValue, response)).toBe(verdict)
  })

  test('loosely, stars and a line before the dialogue do not matter', () => {
    const dressed = `Here is the dialogue:\n${DIALOGUE.replaceAll(/^(\w+):/gm, '**$1**:')}`
    const asked = ['dialogue:speakers', { speakers: BOTH }] as const
    expect(follows(...asked, dressed)).toBe(false)
    expect(follows(...asked, dressed, 'loose')).toBe(true)
  })
})

describe('keywords are plain text', () => {
  test.each([
    ['keywords:existence', { keywords: ['C++'] }, 'I like C++.', true],
    ['keywords:existence', { keywords: ['a.c'] }, 'abc', false],
    ['keywords:frequency', { keyword: '(sic)', frequency: 2, relation: 'exactly' }, '(sic) (SIC)', true],
    ['keywords:letter_frequency', { letter: '#', let_frequency: 2, let_relation: 'at least' }, '# #', true],
    ['keywords:forbidden_words', { forbidden_words: ['été'] }, 'Un été chaud.', false],
    ['keywords:forbidden_words', { forbidden_words: ['ét'] }, 'Un été chaud.', true],
  ] as const)('%s %j in %j', (id, kwargs, response, verdict) => {
    expect(follows(id, kwargs as FieldValue, response)).toBe(verdict)
  })
})

describe('bad input', () => {
  test.each([
    [{}, 'it has no field instruction_id_list'],
    [{ instruction_id_list: 'punctuation:no_comma' }, 'expected field instruction_id_list, a list'],
    [{ instruction_id_list: [] }, 'expected field instruction_id_list, a list'],
    [{ instruction_id_list: ['punctuation:no_comma'] }, 'it has no field kwargs'],
    [{ instruction_id_list: ['punctuation:no_comma'], kwargs: [{}, {}] }, 'expected a list of 1'],
    [{ instruction_id_list: ['punctuation:no_coma'], kwargs: [{}] }, 'did you mean "punctuation:no_comma"?'],
    [{ instruction_id_list: ['punctuation:no_comma'], kwargs: ['x'] }, 'found "x", expected a mapping'],
    [
      { instruction_id_list: ['keywords:existence'], kwargs: [{ keyword: ['a'] }] },
      'instruction keywords:existence: unknown kwarg "keyword"; did you mean "keywords"?',
    ],
    [
      { instruction_id_list: ['keywords:existence'], kwargs: [{}] },
      'the kwarg keywords is missing, expected a list of texts',
    ],
    [
      {
        instruction_id_list: ['length_constraints:number_words'],
        kwargs: [{ num_words: 10, relation: 'at most' }],
      },
      'unknown relation: "at most"',
    ],
    [
      {
        instruction_id_list: ['length_constraints:number_words'],
        kwargs: [{ num_words: 1.5, relation: 'exactly' }],
      },
      'num_words: found 1.5, expected a whole number from 0',
    ],
    [
      { instruction_id_list: ['language:response_language'], kwargs: [{ language: 'german' }] },
      'unknown language: "german"',
    ],
    [
      {
        instruction_id_list: ['length_constraints:nth_paragraph_first_word'],
        kwargs: [{ num_paragraphs: 2, nth_paragraph: 3, first_word: 'so' }],
      },
      'nth_paragraph: found 3, expected at most num_paragraphs, 2',
    ],
    [
      {
        instruction_id_list: ['keywords:letter_frequency'],
        kwargs: [{ letter: 'ab', let_frequency: 1, let_relation: 'at least' }],
      },
      'letter: found "ab", expected one character',
    ],
  ] as const)('%j', (fields, message) => {
    const reading = () => checksOf(itemWith(fields as unknown as { [name: string]: FieldValue }))
    expect(reading).toThrow(InputError)
    expect(reading).toThrow(message)
  })

  test('a kwarg that is null is as good as absent', () => {
    expect(follows('punctuation:no_comma', { relation: null, num_words: null }, 'None here')).toBe(true)
  })
})
