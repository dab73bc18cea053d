import { InputError } from '../../domain/input-error.ts'
import type { Instruction } from './instruction.ts'
import { countWords } from './length.ts'
import { sentencesOf } from './sentences.ts'
import { isBlank, strip } from './text-classes.ts'

/** A line that begins with a name of up to three words and a colon. */
const LABEL = /^[^\S\n]*(\p{L}[\p{L}\p{N}.'’-]*(?: [\p{L}\p{N}.'’-]+){0,2}):(.*)$/u

interface Turn {
  readonly speaker: string
  /** What is said, without the label. */
  readonly text: string
}

/** Turns in order; `undefined` where something stands before the first, which is nobody's. */
function turnsOf(response: string): readonly Turn[] | undefined {
  const turns: Turn[] = []
  for (const line of response.split('\n')) {
    const [, speaker, said = ''] = LABEL.exec(line) ?? []
    const last = turns.at(-1)
    if (speaker !== undefined) turns.push({ speaker, text: strip(said) })
    else if (last !== undefined) turns[turns.length - 1] = { ...last, text: strip(`${last.text}\n${line}`) }
    else if (!isBlank(line)) return undefined
  }
  return turns.length === 0 || turns.some(({ text }) => text === '') ? undefined : turns
}

/** Follows where there are turns and they are as they should be. */
function aboutTurns(holds: (turns: readonly Turn[]) => boolean): (response: string) => boolean {
  return (response) => {
    const turns = turnsOf(response)
    return turns !== undefined && holds(turns)
  }
}

const speakers: Instruction = {
  description:
    'it consists of turns, each begun by a speaker’s name and a colon; each speaker speaks, and nobody else',
  kwargs: ['speakers'],
  compile: (kwargs) => {
    const wanted = kwargs.texts('speakers')
    const stray = wanted.find((speaker) => LABEL.exec(`${speaker}:`)?.[1] !== speaker)
    if (stray !== undefined)
      throw new InputError(`speakers: found ${JSON.stringify(stray)}, expected a name of up to three words`)
    return aboutTurns((turns) => {
      const found = new Set(turns.map(({ speaker }) => speaker))
      return found.size === new Set(wanted).size && wanted.every((speaker) => found.has(speaker))
    })
  },
}

const turnCount: Instruction = {
  description: 'it has that many turns',
  kwargs: ['num_turns', 'relation'],
  compile: (kwargs) => {
    const holds = kwargs.comparison('num_turns', 'relation')
    return aboutTurns((turns) => holds(turns.length))
  },
}

const alternating: Instruction = {
  description: 'no speaker has two turns in a row',
  kwargs: [],
  compile: () =>
    aboutTurns((turns) => turns.every(({ speaker }, index) => speaker !== turns[index - 1]?.speaker)),
}

const firstSpeaker: Instruction = {
  description: 'that speaker begins',
  kwargs: ['speaker'],
  compile: (kwargs) => {
    const speaker = kwargs.text('speaker')
    return aboutTurns(([first]) => first?.speaker === speaker)
  },
}

const lastSpeaker: Instruction = {
  description: 'that speaker has the last word',
  kwargs: ['speaker'],
  compile: (kwargs) => {
    const speaker = kwargs.text('speaker')
    return aboutTurns((turns) => turns.at(-1)?.speaker === speaker)
  },
}

const questions: Instruction = {
  description: 'that speaker speaks, and only in questions: each sentence ends with a question mark',
  kwargs: ['speaker'],
  compile: (kwargs) => {
    const speaker = kwargs.text('speaker')
    return aboutTurns((turns) => {
      const own = turns.filter((turn) => turn.speaker === speaker)
      return own.length > 0 && own.every(({ text }) => sentencesOf(text).every(isQuestion))
    })
  },
}

/** A question mark, and nothing but closing quotes and brackets behind it. */
function isQuestion(sentence: string): boolean {
  return /\?["'”’»)\]]*$/u.test(sentence)
}

const turnWords: Instruction = {
  description: 'each turn, or each of one speaker, has that many words',
  kwargs: ['num_words', 'relation', 'speaker'],
  compile: (kwargs) => {
    const holds = kwargs.comparison('num_words', 'relation')
    const speaker = kwargs.optionalText('speaker')
    return aboutTurns((turns) => {
      const own = turns.filter((turn) => speaker === undefined || turn.speaker === speaker)
      return own.length > 0 && own.every(({ text }) => holds(countWords(text)))
    })
  },
}

/** Turns of a dialogue. */
export const dialogueInstructions: { readonly [id: string]: Instruction } = {
  'dialogue:speakers': speakers,
  'dialogue:turns': turnCount,
  'dialogue:alternating': alternating,
  'dialogue:first_speaker': firstSpeaker,
  'dialogue:last_speaker': lastSpeaker,
  'dialogue:questions': questions,
  'dialogue:turn_words': turnWords,
}
